import { useEffect, useRef } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import { Card } from '../components/Card.tsx';
import { WORDS } from '../words.ts';
import { HANDOFF_WORDS } from './handoff-words.ts';

/** Asks before the chat is ended. */
export function ConfirmEnd({ model }: { model: ChatModel }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <Card title={HANDOFF_WORDS.confirmEnd} detail={HANDOFF_WORDS.confirmEndDetail}>
      <button type="button" class="danger" onClick={model.end}>
        {WORDS.endChat}
      </button>
      <button ref={keep} type="button" class="plain" onClick={() => model.askToEnd(false)}>
        {HANDOFF_WORDS.keepChatting}
      </button>
    </Card>
  );
}

/** The chat is open in another window: only one can be connected. */
export function Superseded({ model }: { model: ChatModel }) {
  return (
    <Card title={HANDOFF_WORDS.superseded} detail={HANDOFF_WORDS.supersededDetail} alert>
      <button type="button" class="primary" onClick={model.reconnect}>
        {HANDOFF_WORDS.useHere}
      </button>
    </Card>
  );
}
