import type { ReactNode } from 'react';
import { explain } from './api.ts';
import { Button } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import { timeOfDay } from './time.ts';
import styles from './view-page.module.css';

/** What the notes below need of a query. */
export interface QueryOnShow {
  data: unknown;
  error: unknown;
  isError: boolean;
  isFetching: boolean;
  dataUpdatedAt: number;
  refetch(): Promise<unknown>;
}

/** A view beside the desk: its name, what it is for, its controls, and its content below. */
export function ViewPage(props: {
  title: string;
  about?: ReactNode;
  controls?: ReactNode;
  /** The query behind the view; if it cannot be renewed, that is said above the content. */
  query?: QueryOnShow;
  children: ReactNode;
}) {
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div className={styles.titles}>
          <h2>{props.title}</h2>
          {props.about ? <p>{props.about}</p> : null}
        </div>
        {props.controls ? <div className={styles.controls}>{props.controls}</div> : null}
      </header>
      {props.query ? <StaleNote query={props.query} /> : null}
      {props.children}
    </div>
  );
}

/** Instead of content that has not come yet, or will not. */
export function Loading({ query, what }: { query: QueryOnShow; what: string }) {
  if (!query.isError) return <EmptyState icon="clock" title={`Loading the ${what}…`} />;
  return (
    <div role="alert">
      <EmptyState icon="offline" title={`The ${what} couldn’t be loaded.`}>
        <p>{explain(query.error)}</p>
        <div className={styles.retry}>
          <Button pending={query.isFetching} onPress={() => void query.refetch()}>
            Try again
          </Button>
        </div>
      </EmptyState>
    </div>
  );
}

function StaleNote({ query }: { query: QueryOnShow }) {
  const stale = query.isError && query.data !== undefined;
  return (
    <div role="status">
      {stale ? (
        <div className={styles.stale}>
          <p>
            Not up to date: this is from {timeOfDay(query.dataUpdatedAt)}. {explain(query.error)}
          </p>
          <Button pending={query.isFetching} onPress={() => void query.refetch()}>
            Try again
          </Button>
        </div>
      ) : null}
    </div>
  );
}
