import {
  Component,
  type ComponentType,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
} from 'react';
import { useStore } from 'zustand';
import { Button } from '../lib/button.tsx';
import { EmptyState } from '../lib/empty-state.tsx';
import { useDesk } from './desk-context.tsx';
import { VIEW_WORDS, type ViewName } from './route.ts';
import styles from './view-body.module.css';
import { ViewNav } from './view-nav.tsx';

/** Loaded when first looked at: most of a shift is spent on the desk. */
const VIEWS: Record<Exclude<ViewName, 'desk'>, ComponentType> = {
  'left-messages': lazy(() => import('../features/left-messages/left-messages-view.tsx')),
  metrics: lazy(() => import('../features/metrics/metrics-view.tsx')),
  team: lazy(() => import('../features/team/team-view.tsx')),
  'canned-replies': lazy(() => import('../features/canned-replies/canned-replies-view.tsx')),
};

/** The navigation, and beside it the desk (the children) or the view that is on show instead. */
export function ViewBody({ children }: { children: ReactNode }) {
  const { route } = useDesk();
  const view = useStore(route.store, (state) => state.view);
  const deskBody = useRef<HTMLDivElement>(null);
  const main = useRef<HTMLElement>(null);
  const shown = useRef(view);

  useEffect(() => {
    if (shown.current === view) return;
    shown.current = view;
    const target = view === 'desk' ? deskBody.current : main.current;
    // Where a command has put the keyboard into the new view already, it stays.
    if (!target || target.contains(document.activeElement)) return;
    const pane = target.matches('[data-pane]')
      ? target
      : target.querySelector<HTMLElement>('main[data-pane]');
    pane?.focus();
  }, [view]);

  const View = view === 'desk' ? null : VIEWS[view];
  return (
    <div className={styles.body}>
      <ViewNav />
      <div ref={deskBody} className={styles.desk} hidden={view !== 'desk'}>
        {children}
      </div>
      {View ? (
        <main
          ref={main}
          className={styles.view}
          data-pane
          tabIndex={-1}
          aria-label={VIEW_WORDS[view]}
        >
          <ViewBoundary key={view} onLeave={() => route.show('desk')}>
            <Suspense fallback={<EmptyState icon="clock" title="Loading…" />}>
              <View />
            </Suspense>
          </ViewBoundary>
        </main>
      ) : null}
    </div>
  );
}

/** A view that fails, or whose file is gone after a release, leaves the desk as it is. */
class ViewBoundary extends Component<
  { children: ReactNode; onLeave: () => void },
  { failed: boolean }
> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={styles.waiting} role="alert">
        <EmptyState icon="offline" title="This view couldn’t be shown.">
          <p>Your chats go on. A reload brings the newest release of this page.</p>
          <div className={styles.actions}>
            <Button onPress={this.props.onLeave}>Back to the desk</Button>
            <Button look="primary" onPress={() => location.reload()}>
              Reload
            </Button>
          </div>
        </EmptyState>
      </div>
    );
  }
}
