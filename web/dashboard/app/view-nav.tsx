import { useStore } from 'zustand';
import { countUnopened, totalUnread } from '../features/conversation/held.ts';
import { useOpenLeftMessages } from '../features/left-messages/use-left-messages.ts';
import { Icon, type IconName } from '../lib/icon.tsx';
import { plural } from '../lib/time.ts';
import { useDesk } from './desk-context.tsx';
import { addressOf, VIEW_NAMES, VIEW_WORDS, type ViewName } from './route.ts';
import styles from './view-nav.module.css';

const ICONS: Record<ViewName, IconName> = {
  desk: 'chat',
  'left-messages': 'inbox',
  metrics: 'metrics',
  team: 'team',
  'canned-replies': 'replies',
};

function wordsFor(unread: number, unopened: number): string {
  return [
    ...(unopened > 0 ? [plural(unopened, 'new chat')] : []),
    ...(unread > 0 ? [plural(unread, 'unread message')] : []),
  ].join(', ');
}

/** The way from one view to another, with what needs a look elsewhere. */
export function ViewNav() {
  const { desk, route } = useDesk();
  const current = useStore(route.store, ({ view }) => view);
  const unread = useStore(desk.held, totalUnread);
  const unopened = useStore(desk.held, countUnopened);
  const left = useOpenLeftMessages();
  const counts: Partial<Record<ViewName, { value: number; words: string }>> = {
    ...(unread + unopened > 0
      ? { desk: { value: unread + unopened, words: wordsFor(unread, unopened) } }
      : {}),
    ...(left > 0 ? { 'left-messages': { value: left, words: plural(left, 'open message') } } : {}),
  };
  return (
    <nav className={styles.nav} aria-label="Views" data-pane tabIndex={-1}>
      <ul className={styles.list}>
        {VIEW_NAMES.map((view) => {
          const count = counts[view];
          return (
            <li key={view}>
              <a
                className={styles.link}
                href={addressOf(view)}
                {...(view === current ? { 'aria-current': 'page' } : {})}
              >
                <Icon name={ICONS[view]} size={20} />
                <span>{VIEW_WORDS[view]}</span>
                {count ? (
                  <>
                    <span className={`${styles.count} tabular`} aria-hidden="true">
                      {count.value > 99 ? '99+' : count.value}
                    </span>
                    <span className="visually-hidden">{count.words}</span>
                  </>
                ) : null}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
