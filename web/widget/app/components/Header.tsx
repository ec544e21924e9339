import type { ChatModel } from '../chat-model.ts';
import { WORDS } from '../words.ts';
import { Avatar } from './Avatar.tsx';
import { Icon } from './icons.tsx';

/** Who the customer talks to, the way out, and always the way to a person. */
export function Header({ model, closable }: { model: ChatModel; closable: boolean }) {
  const view = model.view.value;
  return (
    <div class="head">
      <div class="bar">
        <Avatar initials={view.initials} />
        <div class="who">
          <h2 id="title" tabIndex={-1} dir="auto">
            {view.title}
          </h2>
          <p dir="auto">{view.subtitle}</p>
        </div>
        {view.canEnd && (
          <button
            type="button"
            class="round"
            aria-label={WORDS.endChat}
            title={WORDS.endChat}
            onClick={() => model.askToEnd(true)}
          >
            <Icon name="end" />
          </button>
        )}
        {closable && (
          <button
            type="button"
            class="round"
            aria-label={WORDS.closePanel}
            title={WORDS.closePanel}
            onClick={model.close}
          >
            <Icon name="down" />
          </button>
        )}
      </div>
      {view.canAskForPerson && (
        <button type="button" class="person" onClick={model.requestPerson}>
          <Icon name="person" />
          {WORDS.talkToPerson}
        </button>
      )}
    </div>
  );
}
