import { type ReactNode, useRef, useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { LeftMessage } from '../../../../protocol/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { explain } from '../../lib/api.ts';
import { Avatar, Chip } from '../../lib/badge.tsx';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import { ago, dayAndTime } from '../../lib/format.ts';
import { customerName } from '../../lib/names.ts';
import { useNow } from '../../lib/ticker.ts';
import page from '../../lib/view-page.module.css';
import { Loading, ViewPage } from '../../lib/view-page.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import styles from './left-messages.module.css';
import { countOpen, type LeftFilter, shownMessages } from './left-messages.ts';
import { useLeftMessages } from './use-left-messages.ts';
import { useMarkHandled } from './use-mark-handled.ts';

const FILTERS: Record<LeftFilter, string> = { open: 'Open', handled: 'Handled', all: 'All' };

const NOTHING: Record<LeftFilter, string> = {
  open: 'No message waits for an answer.',
  handled: 'No message has been handled yet.',
  all: 'Nobody has left a message.',
};

/** What customers left because nobody was there, for whoever answers it by mail or phone. */
export default function LeftMessagesView() {
  const messages = useLeftMessages();
  const [filter, setFilter] = useState<LeftFilter>('open');
  return (
    <ViewPage
      title="Left messages"
      about="From customers of your queues whom nobody could talk to. Answer by mail or phone, then mark the message as handled."
      query={messages}
      controls={
        <ToggleButtonGroup
          aria-label="Show"
          className={page.choices ?? ''}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[filter]}
          onSelectionChange={([chosen]) => setFilter(chosen as LeftFilter)}
        >
          {(Object.keys(FILTERS) as LeftFilter[]).map((name) => (
            <ToggleButton key={name} id={name} className={page.choice ?? ''}>
              {FILTERS[name]}
              {name === 'open' && messages.data ? (
                <span className="tabular"> {countOpen(messages.data)}</span>
              ) : null}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      }
    >
      <List query={messages} filter={filter} />
    </ViewPage>
  );
}

function List(props: { query: ReturnType<typeof useLeftMessages>; filter: LeftFilter }): ReactNode {
  const { query, filter } = props;
  if (!query.data) return <Loading query={query} what="messages" />;
  const shown = shownMessages(query.data, filter);
  if (shown.length === 0) return <EmptyState icon="inbox" title={NOTHING[filter]} />;
  return (
    <ul className={styles.list} aria-label={`${FILTERS[filter]} messages`}>
      {shown.map((message) => (
        <Item key={message.sessionId} message={message} />
      ))}
    </ul>
  );
}

function Item({ message }: { message: LeftMessage }) {
  const { desk } = useDesk();
  const mark = useMarkHandled();
  const name = customerName(message.customer);
  const nameId = `left-${message.sessionId}`;
  const item = useRef<HTMLLIElement>(null);

  async function handled(): Promise<void> {
    // The pressed button goes with its message; the keyboard goes on to the next one.
    const beside = item.current?.nextElementSibling ?? item.current?.previousElementSibling;
    const next = beside?.querySelector('button') ?? item.current?.closest('main');
    try {
      await mark.mutateAsync(message.sessionId);
      next?.focus();
      desk.notices.show('good', `The message from ${name} is handled.`);
    } catch (error) {
      desk.notices.show('danger', explain(error));
    }
  }

  return (
    <li ref={item} className={styles.item} data-handled={message.handled !== null}>
      <article aria-labelledby={nameId}>
        <header className={styles.head}>
          <Avatar name={name} small />
          <h3 id={nameId} dir="auto">
            {name}
          </h3>
          <Chip>{QUEUE_WORDS[message.queue]}</Chip>
          <Age at={message.at} />
        </header>
        <p className={styles.text} dir="auto">
          {message.text}
        </p>
        <footer className={styles.foot}>
          <p>
            <span className={styles.label}>Contact</span>{' '}
            <bdi className={styles.contact}>{message.contact}</bdi>
          </p>
          {message.handled ? (
            <p className={styles.done}>
              Handled by <bdi>{message.handled.by.name ?? 'a colleague'}</bdi>,{' '}
              {dayAndTime(message.handled.at)}
            </p>
          ) : (
            <Button icon="check" pending={mark.isPending} onPress={() => void handled()}>
              Mark handled <span className="visually-hidden">the message from {name}</span>
            </Button>
          )}
        </footer>
      </article>
    </li>
  );
}

function Age({ at }: { at: number }) {
  const { ticker } = useDesk();
  const age = useNow(ticker) - at;
  return (
    <time className={styles.age} dateTime={new Date(at).toISOString()} title={dayAndTime(at)}>
      {ago(age)}
    </time>
  );
}
