import type { SessionView, SubmitWrapUp } from '../../../protocol/http.ts';
import type { Availability, SessionStatus } from '../../../protocol/vocabulary.ts';
import { ApiError } from '../../chat-client/http.ts';
import { inOrder, neighbour } from '../features/queue/pending.ts';
import { type Api, explain } from '../lib/api.ts';
import { customerName } from '../lib/names.ts';
import type { Notices } from '../lib/notices.ts';
import { plural } from '../lib/time.ts';
import type { DeskStores } from './stores.ts';

/** What an agent can do; none of these rejects: a refusal is told as a notice. */
export interface DeskActions {
  setAvailability(availability: Availability): Promise<void>;
  join(sessionId: string): Promise<void>;
  release(sessionId: string): Promise<void>;
  returnToBot(sessionId: string): Promise<void>;
  end(sessionId: string): Promise<void>;
  wrapUp(sessionId: string, body: SubmitWrapUp): Promise<void>;
  /** Shows a session in the middle. */
  select(sessionId: string | null): void;
  isBusy(command: string, sessionId?: string): boolean;
  /** The server says that a held session is in another state now. */
  departed(sessionId: string, status: SessionStatus): void;
}

/** What `createActions` takes from its surroundings. */
export interface ActionsEnvironment {
  api: Api;
  stores: DeskStores;
  notices: Notices;
  now(): number;
  contextChanged(sessionId: string): void;
}

/** Refusals that mean the session has left the pending list. */
const NO_LONGER_WAITING = new Set([
  'already_taken',
  'session_not_waiting',
  'session_closed',
  'session_unknown',
]);

/** Makes the agent's commands on these stores. */
export function createActions(environment: ActionsEnvironment): DeskActions {
  const { api, stores, notices } = environment;
  const { view, pending, held, busy, agent } = stores;

  /** Runs a command once at a time; false if it was refused, after telling why. */
  async function run(key: string, work: () => Promise<void>): Promise<boolean> {
    if (busy.getState().running.has(key)) return false;
    busy.setState(({ running }) => ({ running: new Set(running).add(key) }));
    try {
      await work();
      return true;
    } catch (error) {
      notices.show('danger', explain(error));
      return false;
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

  function nameOf(sessionId: string): string {
    const customer =
      held.current().sessions.get(sessionId)?.customer ??
      pending.current().cards.get(sessionId)?.card.customer;
    return customer ? customerName(customer) : 'the customer';
  }

  /** Takes a session out of Mine and shows the next one there, if this one was on show. */
  function leave(sessionId: string): void {
    const rest = [...held.current().sessions.values()];
    const next = rest.length > 1 ? neighbour(rest, sessionId) : null;
    held.dispatch({ kind: 'left', sessionId, at: environment.now() });
    count(sessionId, false);
    environment.contextChanged(sessionId);
    if (view.getState().selectedId !== sessionId) return;
    select(next);
    if (next === null) view.setState({ tab: 'waiting' });
  }

  /** The server names the counted sessions with the next heartbeat; until then this does. */
  function count(sessionId: string, counted: boolean): void {
    agent.setState(({ agent: known }) => {
      if (!known) return {};
      const others = known.sessions.filter((id) => id !== sessionId);
      return { agent: { ...known, sessions: counted ? [...others, sessionId] : others } };
    });
  }

  function refusedToJoin(sessionId: string, error: ApiError): void {
    const order = inOrder(pending.current(), view.getState().queue);
    const next = neighbour(order, sessionId);
    pending.dispatch({ kind: 'departed', sessionId });
    notices.show(
      error.code === 'already_taken' ? 'info' : 'danger',
      error.code === 'already_taken'
        ? `${error.winner?.name ?? 'A colleague'} joined first.`
        : explain(error),
    );
    if (view.getState().selectedId !== sessionId) return;
    select(next === sessionId ? null : next);
    if (next) view.setState({ focus: { target: 'row', sessionId: next } });
  }

  return {
    select,
    isBusy: (command, sessionId = '') => busy.getState().running.has(`${command}:${sessionId}`),

    async setAvailability(availability) {
      await run('availability:', async () => {
        const result = await api.setAvailability(availability);
        agent.setState({ agent: result.agent });
        const holding = held.current().sessions.size;
        if (availability === 'offline' && holding > 0) {
          notices.show('info', `You are offline and still hold ${plural(holding, 'chat')}.`);
        }
      });
    },

    async join(sessionId) {
      await run(`join:${sessionId}`, async () => {
        try {
          const { session } = await api.join(sessionId);
          held.dispatch({ kind: 'confirmed', session });
          count(sessionId, true);
          pending.dispatch({ kind: 'departed', sessionId, version: session.version });
          environment.contextChanged(sessionId);
          select(sessionId);
          view.setState({ tab: 'mine', focus: { target: 'reply', sessionId } });
        } catch (error) {
          if (!(error instanceof ApiError && NO_LONGER_WAITING.has(error.code))) throw error;
          refusedToJoin(sessionId, error);
        }
      });
    },

    async release(sessionId) {
      await run(`release:${sessionId}`, async () => {
        const name = nameOf(sessionId);
        await api.release(sessionId);
        leave(sessionId);
        notices.show('good', `${name} is back in the queue, in the same place.`);
      });
    },

    async returnToBot(sessionId) {
      await run(`return-to-bot:${sessionId}`, async () => {
        const name = nameOf(sessionId);
        await api.returnToBot(sessionId);
        leave(sessionId);
        notices.show('good', `${name} is with the assistant again.`);
      });
    },

    async end(sessionId) {
      await run(`end:${sessionId}`, async () => {
        const { session } = await api.end(sessionId);
        confirmEnd(session);
      });
    },

    async wrapUp(sessionId, body) {
      await run(`wrap-up:${sessionId}`, async () => {
        const name = nameOf(sessionId);
        try {
          await api.wrapUp(sessionId, body);
        } catch (error) {
          // Closed meanwhile, for instance because the wrap-up ran out of time.
          if (!(error instanceof ApiError && error.code === 'session_closed')) throw error;
          notices.show('info', explain(error));
          leave(sessionId);
          return;
        }
        leave(sessionId);
        notices.show('good', `Chat with ${name} is wrapped up.`);
      });
    },

    departed(sessionId, status) {
      if (status === 'closed') {
        const name = nameOf(sessionId);
        if (busy.getState().running.has(`wrap-up:${sessionId}`)) return;
        leave(sessionId);
        notices.show('info', `Chat with ${name} is closed.`);
      }
    },
  };

  function confirmEnd(session: SessionView): void {
    held.dispatch({ kind: 'confirmed', session });
    environment.contextChanged(session.sessionId);
    if (session.status === 'closed') leave(session.sessionId);
    else view.setState({ focus: { target: 'wrap-up', sessionId: session.sessionId } });
  }
}
