import type { ChatModel } from '../chat-model.ts';
import { type Bubble, type Item, initialsOf } from '../conversation-items.ts';
import { WORDS } from '../words.ts';
import { Avatar } from './Avatar.tsx';
import { BotText } from './BubbleText.tsx';
import { Icon } from './icons.tsx';

type Group = Extract<Item, { kind: 'group' }>;

/** Bubbles of one sender that belong together. */
export function MessageGroup({ group, model }: { group: Group; model: ChatModel }) {
  const { side, name, time, status, receipt } = group;
  return (
    <li class={`group ${side}`}>
      {side !== 'me' && <Avatar initials={side === 'agent' ? initialsOf(name) : null} />}
      <div class="stack">
        <span class={side === 'agent' ? 'name' : 'unseen'}>
          {name}
          {time && <span class="unseen">, {time}</span>}
        </span>
        {group.bubbles.map((bubble) => (
          <BubbleView key={bubble.key} bubble={bubble} side={side} model={model} />
        ))}
        {status ? (
          <span class={receipt === 'read' ? 'meta seen' : 'meta'} dir="auto">
            {receipt && <Icon name={receipt} />}
            {status}
          </span>
        ) : (
          side !== 'me' &&
          time && (
            <span class="meta" dir="auto" aria-hidden="true">
              {time}
            </span>
          )
        )}
      </div>
    </li>
  );
}

function BubbleView({
  bubble,
  side,
  model,
}: {
  bubble: Bubble;
  side: Group['side'];
  model: ChatModel;
}) {
  const id = `text-${bubble.key}`;
  return (
    <>
      <div id={id} class={`bubble ${bubble.state}`} dir="auto">
        {side === 'bot' ? <BotText text={bubble.text} /> : bubble.text}
      </div>
      {bubble.state === 'failed' && (
        <p class="failure">
          <span role="alert">
            <Icon name="alert" />
            {WORDS.notSent} {bubble.detail}
          </span>
          {model.view.value.canWrite && (
            <button
              type="button"
              class="link"
              aria-describedby={id}
              onClick={() => model.retry(bubble.key)}
            >
              {WORDS.tryAgain}
            </button>
          )}
          <button
            type="button"
            class="link"
            aria-describedby={id}
            onClick={() => model.discard(bubble.key)}
          >
            {WORDS.discard}
          </button>
        </p>
      )}
    </>
  );
}
