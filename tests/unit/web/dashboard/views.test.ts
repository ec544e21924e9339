import { describe, expect, test, vi } from 'vitest';
import type { LeftMessage } from '../../../../protocol/http.ts';
import { createRoute, type RouteWindow, viewOf } from '../../../../web/dashboard/app/route.ts';
import type { Command } from '../../../../web/dashboard/commands/registry.ts';
import { createViewCommands, withRoute } from '../../../../web/dashboard/commands/view-commands.ts';
import {
  countOpen,
  shownMessages,
  withMessage,
} from '../../../../web/dashboard/features/left-messages/left-messages.ts';
import { ago, NO_FIGURE, orDash } from '../../../../web/dashboard/lib/format.ts';

function browser(hash = '') {
  const events = new EventTarget();
  const location = { hash };
  return {
    location,
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    /** Follows a link, or the back button. */
    go(next: string) {
      location.hash = next;
      events.dispatchEvent(new Event('hashchange'));
    },
  } satisfies RouteWindow & Record<string, unknown>;
}

const at = (route: ReturnType<typeof createRoute>) => route.store.getState().view;

describe('the address', () => {
  test.each([
    ['#/metrics', 'metrics'],
    ['#/left-messages', 'left-messages'],
    ['', 'desk'],
    ['#/nowhere', 'desk'],
    ['#metrics', 'desk'],
  ])('%j shows %s', (hash, view) => {
    expect(viewOf(hash)).toBe(view);
  });

  test('a view is on show at once, and the address follows', () => {
    const window = browser();
    const route = createRoute(window);

    route.show('team');

    expect(at(route)).toBe('team');
    expect(window.location.hash).toBe('#/team');
  });

  test('a link and the back button show their view', () => {
    const window = browser('#/team');
    const route = createRoute(window);

    window.go('#/metrics');
    expect(at(route)).toBe('metrics');
    window.go('');
    expect(at(route)).toBe('desk');
  });

  test('a closed route no longer listens', () => {
    const window = browser();
    const route = createRoute(window);

    route.close();
    window.go('#/metrics');

    expect(at(route)).toBe('desk');
  });
});

describe('commands and views', () => {
  const command = (change: Partial<Command>): Command => ({
    id: 'end',
    label: 'End chat',
    group: 'Chat',
    keys: ['E'],
    enabled: () => true,
    run: () => {},
    ...change,
  });

  test('a chat cannot be ended by a key while another view hides it', () => {
    const route = createRoute(browser());
    const end = withRoute(command({}), route);

    expect(end.enabled()).toBe(true);
    route.show('metrics');
    expect(end.enabled()).toBe(false);
  });

  test('what the command itself forbids stays forbidden', () => {
    const end = withRoute(command({ enabled: () => false }), createRoute(browser()));

    expect(end.enabled()).toBe(false);
  });

  test('help works everywhere', () => {
    const route = createRoute(browser('#/team'));

    expect(withRoute(command({ id: 'help', group: 'Page' }), route).enabled()).toBe(true);
  });

  test('showing a list brings up the desk', () => {
    const route = createRoute(browser('#/team'));
    const run = vi.fn();

    withRoute(command({ id: 'mine', group: 'Lists', run }), route).run();

    expect(run).toHaveBeenCalledOnce();
    expect(at(route)).toBe('desk');
  });

  test('each view has a key of its own', () => {
    const route = createRoute(browser());
    const commands = createViewCommands(route);

    commands.find(({ keys }) => keys.includes('3'))?.run();

    expect(new Set(commands.flatMap(({ keys }) => keys)).size).toBe(commands.length);
    expect(at(route)).toBe('metrics');
  });
});

describe('left messages', () => {
  const left = (sessionId: string, sentAt: number, handled = false): LeftMessage => ({
    sessionId,
    queue: 'billing',
    at: sentAt,
    customer: {},
    contact: 'a@example.com',
    text: 'Call me',
    handled: handled ? { by: { role: 'agent', name: 'Ben' }, at: sentAt + 1 } : null,
  });
  const all = [left('new', 30), left('done', 20, true), left('old', 10)];
  const ids = (messages: LeftMessage[]) => messages.map(({ sessionId }) => sessionId);

  test('of the open ones the oldest comes first, of the others the newest', () => {
    expect(ids(shownMessages(all, 'open'))).toEqual(['old', 'new']);
    expect(ids(shownMessages(all, 'handled'))).toEqual(['done']);
    expect(ids(shownMessages(all, 'all'))).toEqual(['new', 'done', 'old']);
  });

  test('a handled message is open no more', () => {
    expect(countOpen(all)).toBe(2);
    expect(countOpen(withMessage(all, left('old', 10, true)))).toBe(1);
  });
});

describe('words for figures', () => {
  test.each([
    [0, 'just now'],
    [-5_000, 'just now'],
    [61_000, '1 minute ago'],
    [3 * 3_600_000, '3 hours ago'],
    [50 * 3_600_000, '2 days ago'],
  ])('%d ms is %s', (ms, words) => {
    expect(ago(ms)).toBe(words);
  });

  test('0 is a figure, nothing is a dash', () => {
    expect(orDash(0, String)).toBe('0');
    expect(orDash(null, String)).toBe(NO_FIGURE);
  });
});
