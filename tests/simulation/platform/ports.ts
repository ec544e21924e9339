import { UnavailableError } from '../../../lambdas/domain/errors.ts';
import type {
  AgentStore,
  DelayedTimer,
  FeedbackStore,
  Ports,
  Queues,
  RecordStore,
  SessionStore,
  TicketStore,
} from '../../../lambdas/ports.ts';
import { analyzer } from '../../support/minds.ts';
import type { Recorder } from '../history.ts';
import { memoryAgents } from '../memory/agents.ts';
import { memoryFeedback } from '../memory/feedback.ts';
import { memoryRecords } from '../memory/records.ts';
import { memorySessions } from '../memory/sessions.ts';
import type { MemoryTable } from '../memory/table.ts';
import { memoryTickets } from '../memory/tickets.ts';
import type { FaultKind, Spot } from '../nemesis/kinds.ts';
import type { Nemesis } from '../nemesis/nemesis.ts';
import type { Random } from '../random.ts';
import type { Scheduler } from '../scheduler.ts';
import { type Call, NEVER } from './functions.ts';
import type { Gateway } from './gateway.ts';

/** What the ports of every call share. */
export interface Platform {
  scheduler: Scheduler;
  random: Random;
  nemesis: Nemesis;
  recorder: Recorder;
  table: MemoryTable;
  /** Whose call writes to the table at this moment. */
  acting: { call: number };
  gateway: Pick<Gateway, 'push' | 'disconnect'>;
  queues: Queues;
  newId(): string;
  /** How far the clocks of functions differ from the true time, at most. */
  skewMs: number;
}

/** Longest time that a hanging call takes; beyond every time-out, so that it is run again. */
export const LONGEST_PAUSE_MS = 65_000;

/** Where each method of a store can be struck. */
const SESSION_SPOTS: Record<keyof SessionStore, Spot> = {
  get: 'read',
  commit: 'commit',
  messagesAfter: 'read',
  lastMessages: 'read',
  page: 'read',
  readMarks: 'read',
  markRead: 'touch',
  escalations: 'read',
  notes: 'read',
  contacts: 'read',
  connectCustomer: 'touch',
  helloCustomer: 'touch',
  helloAgent: 'touch',
  loseCustomer: 'touch',
  loseAgentAddress: 'touch',
  pending: 'read',
  due: 'read',
};
const AGENT_SPOTS: Record<keyof AgentStore, Spot> = {
  signIn: 'touch',
  get: 'read',
  list: 'read',
  setAvailability: 'touch',
  edit: 'touch',
  connect: 'touch',
  heartbeat: 'touch',
  disconnect: 'touch',
};
const RECORD_SPOTS: Record<keyof RecordStore, Spot> = {
  leftMessages: 'read',
  handleLeft: 'touch',
  count: 'touch',
  totals: 'read',
  cannedReplies: 'read',
  replaceCannedReplies: 'touch',
};
const FEEDBACK_SPOTS: Record<keyof FeedbackStore, Spot> = { put: 'touch', ofDay: 'read' };
const TICKET_SPOTS: Record<keyof TicketStore, Spot> = {
  put: 'touch',
  consume: 'touch',
  count: 'touch',
};

/** Calls that have a delay of their own, because a race hangs on them. */
const LATE: Partial<Record<string, FaultKind>> = {
  loseCustomer: 'late_loss',
  helloAgent: 'late_hello',
};

type Method = (...args: never[]) => Promise<unknown>;

/** Makes what gives every call its own ports: each use takes its time and can fail. */
export function createPortsFor(platform: Platform): (call: Call) => Ports {
  const { scheduler, random, nemesis, recorder, table, acting, gateway } = platform;
  const sessions = memorySessions(table);
  const agents = memoryAgents(table);
  const tickets = memoryTickets(table);
  const records = memoryRecords(table);
  const feedback = memoryFeedback(table);

  const latency = () => (random.chance(0.03) ? random.int(40, 400) : random.int(1, 12));

  const distant = <M extends Method>(call: Call, spot: Spot, name: string, method: M) =>
    (async (...args: never[]) => {
      if (call.dead) return NEVER;
      const strikes = (kind: Parameters<Nemesis['strikes']>[0]) =>
        nemesis.strikes(kind, name, { spot, call: call.id });
      if (strikes('crash_before')) return call.die();
      const hangs = spot !== 'read' && spot !== 'push' && strikes('pause');
      const late = LATE[name];
      const crawls = strikes('slow') || (late !== undefined && strikes(late));
      await scheduler.sleep(
        latency() +
          (crawls ? random.int(400, 6000) : 0) +
          (hangs ? random.int(30_000, LONGEST_PAUSE_MS) : 0),
      );
      // From here on the call is under way: it takes effect even if its function has died.
      if (spot !== 'push' && strikes('throttle_before')) {
        await scheduler.sleep(latency());
        if (call.dead) return NEVER;
        throw new UnavailableError('unavailable');
      }
      if (spot === 'commit' && strikes('conflict')) {
        await scheduler.sleep(latency());
        return call.dead ? NEVER : 'conflict';
      }
      acting.call = call.id;
      let answer = settle(method(...args));
      if (spot !== 'read' && strikes('retried')) answer = settle(method(...args));
      if (strikes('crash_after')) return call.die();
      const unknown = spot !== 'push' && strikes('throttle_after');
      const hands = name.startsWith('connect') && strikes('slow_handshake');
      await scheduler.sleep(latency() + (hands ? random.int(300, 4000) : 0));
      if (call.dead) return NEVER;
      if (unknown) throw new UnavailableError('unavailable');
      const { value, error } = await answer;
      if (error) throw error;
      return value;
    }) as unknown as M;

  const store = <S extends object>(call: Call, methods: S, spots: Record<keyof S, Spot>): S => {
    const result = {} as Record<keyof S, unknown>;
    for (const name in spots) {
      result[name] = distant(call, spots[name], name, methods[name] as Method);
    }
    return result as S;
  };

  return (call) => {
    const skew = platform.skewMs > 0 ? random.int(-platform.skewMs, platform.skewMs) : 0;
    return portsOf(call, skew);
  };

  function portsOf(call: Call, skew: number): Ports {
    return {
      sessions: store(call, sessions, SESSION_SPOTS),
      agents: store(call, agents, AGENT_SPOTS),
      tickets: store(call, tickets, TICKET_SPOTS),
      records: store(call, records, RECORD_SPOTS),
      feedback: store(call, feedback, FEEDBACK_SPOTS),
      pusher: {
        push: distant(call, 'push', 'push', async (to: string, frame) => {
          const refused = nemesis.strikes('push_refused', frame.type, { call: call.id });
          const result = refused ? 'failed' : gateway.push(to, frame);
          recorder.note({ kind: 'push', call: call.id, to, frame, result });
          return result;
        }) as Ports['pusher']['push'],
        disconnect: distant(call, 'push', 'disconnect', async (to: string) => {
          gateway.disconnect(to);
        }),
      },
      queues: {
        candidate: distant(call, 'queue', 'candidate', (message) => {
          recorder.note({ kind: 'enqueued', call: call.id, queue: 'candidates', message });
          return platform.queues.candidate(message);
        }) as Queues['candidate'],
        timers: distant(call, 'queue', 'timers', (messages: readonly DelayedTimer[]) => {
          for (const { timer: message } of messages) {
            recorder.note({ kind: 'enqueued', call: call.id, queue: 'timers', message });
          }
          return platform.queues.timers(messages);
        }) as Queues['timers'],
      },
      clock: {
        now: () => scheduler.now() + skew,
        newId: platform.newId,
        backoff: (attempt) => scheduler.sleep(random.next() * 15 * 2 ** (attempt - 1)),
      },
      telemetry: { info: nothing, warn: nothing, error: nothing, count: nothing },
      analyzer,
    };
  }
}

function nothing(): void {}

interface Settled {
  value?: unknown;
  error?: unknown;
}

/** Keeps a refusal until it is asked for; nobody may ask. */
function settle(work: Promise<unknown>): Promise<Settled> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
