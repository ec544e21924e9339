import { useEffect } from 'preact/hooks';
import { failed, type Handoff, handoff, loadHandoff } from '../later.ts';
import { WORDS } from '../words.ts';

/** What few chats need, loaded when it is first shown. */
export function Later({ children }: { children: (loaded: Handoff) => preact.ComponentChildren }) {
  useEffect(loadHandoff, []);
  if (handoff.value) return <>{children(handoff.value)}</>;
  if (!failed.value) return null;
  return (
    <p class="quiet">
      {WORDS.notLoaded}
      <button type="button" class="link" onClick={loadHandoff}>
        {WORDS.tryAgain}
      </button>
    </p>
  );
}
