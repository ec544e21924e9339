import { useEffect } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import { handoff, loadHandoff } from '../later.ts';
import { Later } from './Later.tsx';

/** What stands pinned above the composer, such as the place in line, with what can be done. */
export function PinnedBanner({ model }: { model: ChatModel }) {
  const { banner: session, canEnd } = model.view.value;
  // From the first message on: what follows may come when the network is worse.
  const needed = canEnd || session !== null;
  useEffect(() => {
    if (needed) loadHandoff();
  }, [needed]);
  const loaded = handoff.value;
  const banner = session && loaded?.bannerOf(session);
  return (
    <div class={banner ? `banner ${banner.kind}` : ''}>
      {banner && loaded && <loaded.Sign kind={banner.kind} />}
      {session && !loaded && <Later>{() => null}</Later>}
      <div>
        {/* Always there, so that what comes into it is read out; the buttons are not. */}
        <div role="status">
          {banner && <p class="strong">{banner.title}</p>}
          {banner?.detail && <p class="quiet">{banner.detail}</p>}
        </div>
        {banner && loaded && <loaded.Choices model={model} banner={banner} />}
      </div>
    </div>
  );
}
