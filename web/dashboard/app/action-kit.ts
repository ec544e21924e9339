import type { SessionView } from '../../../protocol/http.ts';
import { neighbour } from '../features/queue/pending.ts';
import { type Api, explain } from '../lib/api.ts';
import { customerName } from '../lib/names.ts';
import type { Notices } from '../lib/notices.ts';
import type { DeskStores } from './stores.ts';

/** What commands take from their surroundings. */
export interface ActionsEnvironment {
  api: Api;
  stores: DeskStores;
  notices: Notices;
  now(): number;
  /** True while the agent's keys go into a text field, or may at any moment: a draft is open. */
  writing(): boolean;
  /** Gives the keyboard back to the draft on show, should a button have taken it. */
  backToDraft(): void;
  /** What is known of the session is out of date; once it has `left`, it may not be read any more. */
  contextChanged(sessionId: string, left?: 'left'): void;
  /** The outcome of a command is unknown: the lists have to be read again. */
  refetch(): void;
}

/** What several commands do alike. */
export interface ActionKit extends ActionsEnvironment {
  /**
   * Runs a command once at a time. Null if it succeeded, else what to tell about it, which is told
   * as a notice unless `quiet`; nothing is told while the same command is on its way.
   */
  run(key: string, work: () => Promise<void>, quiet?: 'quiet'): Promise<string | null>;
  isBusy(command: string, sessionId?: string): boolean;
  /** Shows a session in the middle. */
  select(sessionId: string | null): void;
  /** What to call the customer of a session, present or past. */
  customerOf(sessionId: string): string;
  /** Shows a held chat, ready to be answered. */
  open(sessionId: string): void;
  /**
   * This agent has the session now: puts it into Mine and opens it, unless they write something
   * else: then it is marked as new, and what is typed stays where it belongs.
   */
  took(session: SessionView): void;
  /** Takes a session out of Mine and shows the next one there, if this one was on show. */
  leave(sessionId: string): void;
}

/** How many past customers' names are kept for late news about them. */
const MAX_NAMES = 200;

/** Makes what the commands share. */
export function createActionKit(environment: ActionsEnvironment): ActionKit {
  const { stores, notices } = environment;
  const { view, pending, held, busy, agent, offers } = stores;
  const names = new Map<string, string>();

  async function run(
    key: string,
    work: () => Promise<void>,
    quiet?: 'quiet',
  ): Promise<string | null> {
    if (busy.getState().running.has(key)) return '';
    busy.setState(({ running }) => ({ running: new Set(running).add(key) }));
    try {
      await work();
      return null;
    } catch (error) {
      const words = explain(error);
      if (!quiet) notices.show('danger', words);
      return words;
    } finally {
      busy.setState(({ running }) => {
        const rest = new Set(running);
        rest.delete(key);
        return { running: rest };
      });
    }
  }

  function select(sessionId: string | null): void {
    view.setState({ selectedId: sessionId, gone: null, detailsOpen: false });
  }

  function customerOf(sessionId: string): string {
    const customer =
      held.current().sessions.get(sessionId)?.customer ??
      pending.current().cards.get(sessionId)?.card.customer;
    return customer ? customerName(customer) : (names.get(sessionId) ?? 'the customer');
  }

  function remember(sessionId: string): void {
    names.set(sessionId, customerOf(sessionId));
    for (const oldest of names.keys()) {
      if (names.size <= MAX_NAMES) break;
      names.delete(oldest);
    }
  }

  /** The server names the counted sessions with the next heartbeat; until then this does. */
  function count(sessionId: string, counted: boolean): void {
    agent.setState(({ agent: known }) => {
      if (!known) return {};
      const others = known.sessions.filter((id) => id !== sessionId);
      return { agent: { ...known, sessions: counted ? [...others, sessionId] : others } };
    });
  }

  /** Whoever joins a chat is back, whatever they missed before. */
  function responding(): void {
    agent.setState(({ agent: me }) =>
      me?.status === 'not_responding' ? { agent: { ...me, status: me.availability } } : {},
    );
  }

  function open(sessionId: string): void {
    select(sessionId);
    view.setState({ tab: 'mine', focus: { target: 'reply', sessionId } });
  }

  return {
    ...environment,
    run,
    isBusy: (command, sessionId = '') => busy.getState().running.has(`${command}:${sessionId}`),
    select,
    open,
    customerOf,
    took(session) {
      const { sessionId, version } = session;
      const stay = view.getState().selectedId !== sessionId && environment.writing();
      held.dispatch({ kind: 'confirmed', session, unopened: stay });
      count(sessionId, true);
      responding();
      pending.dispatch({ kind: 'departed', sessionId, version });
      offers.dispatch({ kind: 'session_dropped', sessionId });
      environment.contextChanged(sessionId);
      if (!stay) {
        open(sessionId);
        return;
      }
      const name = customerName(session.customer);
      notices.show('good', `${name} is yours now and waits in Mine.`, { sessionId, name });
      environment.backToDraft();
    },
    leave(sessionId) {
      remember(sessionId);
      const rest = [...held.current().sessions.values()];
      const next = rest.length > 1 ? neighbour(rest, sessionId) : null;
      held.dispatch({ kind: 'left', sessionId, at: environment.now() });
      count(sessionId, false);
      environment.contextChanged(sessionId, 'left');
      if (view.getState().selectedId !== sessionId) return;
      select(next);
      if (next === null) view.setState({ tab: 'waiting' });
    },
  };
}
