import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ChatModel } from '../chat-model.ts';
import type { Item } from '../conversation-items.ts';
import { TOPICS, WORDS } from '../words.ts';
import { Avatar } from './Avatar.tsx';
import { Icon } from './icons.tsx';
import { MessageGroup } from './MessageGroup.tsx';

/** Distance from the end, in px, that still counts as reading the newest. */
const NEAR_PX = 80;

/** The list of the conversation; it follows the newest message unless the reader is further up. */
export function Conversation({ model }: { model: ChatModel }) {
  const view = model.view.value;
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const top = useRef(0);
  const [behind, setBehind] = useState(false);
  const isOpen = model.isOpen.value;
  const last = view.items.at(-1);
  const lastKey = last?.kind === 'group' ? last.bubbles.at(-1)?.key : last?.key;
  const ownKey = view.items.findLast((item) => item.kind === 'group' && item.side === 'me')?.key;

  const scrolled = () => {
    const it = box.current;
    if (!it) return;
    const near = it.scrollHeight - it.scrollTop - it.clientHeight < NEAR_PX;
    // Only a reader moves up; the end also moves away when the box shrinks.
    if (near) follows.current = true;
    else if (it.scrollTop < top.current) follows.current = false;
    top.current = it.scrollTop;
    if (follows.current) setBehind(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: a message of one's own is always shown
  useLayoutEffect(() => {
    follows.current = true;
  }, [ownKey, isOpen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when what is drawn has changed
  useLayoutEffect(() => {
    if (follows.current) scrollToEnd(box.current);
  }, [view.items, view.typing, isOpen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when something has been added
  useLayoutEffect(() => {
    if (!follows.current) setBehind(true);
  }, [lastKey]);
  useEffect(() => {
    // The box shrinks when the field below grows; the newest must stay in sight.
    const observer = new ResizeObserver(() => {
      if (follows.current) scrollToEnd(box.current);
    });
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div class="middle">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus */}
      <section ref={box} aria-label={WORDS.conversation} tabIndex={0} onScroll={scrolled}>
        {view.hasEarlier && (
          <button type="button" class="link earlier" onClick={model.showEarlier}>
            {WORDS.earlier}
          </button>
        )}
        <ol>
          {!view.hasEarlier && (
            <li class="group bot">
              <Avatar initials={null} />
              <div class="stack">
                <span class="unseen">{WORDS.assistant}</span>
                <div class="bubble stored" dir="auto">
                  <p>{view.greeting}</p>
                  <p class="quiet">{WORDS.privacy}</p>
                </div>
              </div>
            </li>
          )}
          {view.items.map((item) => (
            <Entry key={item.key} item={item} model={model} />
          ))}
        </ol>
        {view.showTopics && (
          // biome-ignore lint/a11y/useSemanticElements: no fields here that a fieldset could hold
          <div class="topics" role="group" aria-label={WORDS.chipsLabel}>
            {TOPICS.map(({ label, message }) => (
              <button key={label} type="button" class="chip" onClick={() => model.send(message)}>
                {label}
              </button>
            ))}
          </div>
        )}
        {view.typing && (
          <p class={`typing ${view.typing.side}`}>
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            <span class={view.typing.side === 'bot' && !view.typing.slow ? 'unseen' : ''}>
              {view.typing.text}
            </span>
          </p>
        )}
      </section>
      {behind && (
        <button type="button" class="newest" onClick={() => scrollToEnd(box.current)}>
          <Icon name="arrowDown" />
          {WORDS.newest}
        </button>
      )}
    </div>
  );
}

function scrollToEnd(box: HTMLElement | null) {
  box?.scrollTo({ top: box.scrollHeight });
}

function Entry({ item, model }: { item: Item; model: ChatModel }) {
  if (item.kind === 'group') return <MessageGroup group={item} model={model} />;
  return (
    <li class={item.kind} dir="auto">
      {(item.kind === 'joined' || item.kind === 'left') && <Icon name="person" />}
      {item.text}
    </li>
  );
}
