import type { AgentRecord } from '../../lambdas/domain/agent.ts';
import type { Session } from '../../lambdas/domain/session.ts';
import type { PushResult } from '../../lambdas/ports.ts';
import type { ClientFrame } from '../../protocol/client-frames.ts';
import type { Escalation, EscalationCard, Note } from '../../protocol/escalation.ts';
import type { LeftMessage } from '../../protocol/http.ts';
import type { Message } from '../../protocol/message.ts';
import type { Candidate, Timer } from '../../protocol/queue-messages.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { AgentItemWrite, SessionWrite } from './memory/table.ts';
import type { FaultKind } from './nemesis/kinds.ts';

/** What a function was called for. */
export type Cause =
  | { fn: 'authorize'; connectionId: string; ticket: string; intruder: boolean }
  | { fn: 'connect' | 'disconnect'; connectionId: string }
  | { fn: 'message'; connectionId: string; frame: ClientFrame | null }
  | { fn: 'analyze'; message: Candidate; delivery: string }
  | { fn: 'timers'; message: Timer; delivery: string }
  | { fn: 'sweep' }
  | { fn: 'api'; who: string; command: string; sessionId?: string };

/** How a call of a function ended: `lost` is a crash or a time-out, so its outcome is unknown. */
export type Ending =
  | { status: 'ok'; value: unknown }
  | { status: 'refused'; code: string }
  | { status: 'lost'; why: 'crashed' | 'timed out' };

/** Something that happened. `call` is the function call that did it. */
export type Fact =
  | { kind: 'action'; who: string; text: string }
  | { kind: 'call'; call: number; cause: Cause }
  | { kind: 'end'; call: number; cause: Cause; ending: Ending }
  | ({ kind: 'write'; call: number } & SessionWrite)
  | ({ kind: 'agent'; call: number } & AgentItemWrite)
  | { kind: 'push'; call: number; to: string; frame: ServerFrame; result: PushResult }
  | { kind: 'enqueued'; call: number; queue: string; message: Candidate | Timer }
  | { kind: 'dead_letter'; queue: string; message: unknown }
  | { kind: 'opened' | 'closed'; connectionId: string; who: string }
  | { kind: 'received'; connectionId: string; who: string; frame: ServerFrame; answer: boolean }
  | { kind: 'sent'; who: string; sessionId: string; id: string; text: string }
  | { kind: 'rendered'; view: string; sessionId: string; messages: readonly Message[] }
  | { kind: 'fault'; fault: FaultKind; call: number | null; about: string }
  | { kind: 'oversized'; frame: string; bytes: number }
  | { kind: 'quiet' };

/** A fact with its place in time: milliseconds since the start. */
export type Event = Fact & { t: number };

/** A customer's chat or an agent's desk as it stands at the end. */
export interface FinalView {
  who: string;
  role: 'customer' | 'agent';
  connectionId: string | null;
  sessionId: string;
  synced: boolean;
  status: string | null;
  customerPresent: boolean;
  messages: readonly Message[];
  pending: readonly { id: string; state: string; code?: string }[];
}

/** What an agent's desk shows of the queues at the end. */
export interface FinalDesk {
  agentId: string;
  connectionId: string | null;
  cards: readonly EscalationCard[];
}

/** How everything stands after the quiet phase. */
export interface FinalState {
  now: number;
  heads: ReadonlyMap<string, Session>;
  transcripts: ReadonlyMap<string, readonly Message[]>;
  escalations: ReadonlyMap<string, readonly Escalation[]>;
  agents: ReadonlyMap<string, AgentRecord>;
  pending: readonly EscalationCard[];
  left: readonly LeftMessage[];
  notes: ReadonlyMap<string, readonly Note[]>;
  views: readonly FinalView[];
  desks: readonly FinalDesk[];
  open: ReadonlySet<string>;
}

/** One run from its start to its quiet end: all that a checker may look at. */
export interface History {
  seed: number;
  start: number;
  events: readonly Event[];
  final: FinalState;
}

/** Takes facts down as they happen. */
export interface Recorder {
  readonly events: Event[];
  note(fact: Fact): void;
}

/** @param now milliseconds since the start. */
export function createRecorder(now: () => number): Recorder {
  const events: Event[] = [];
  return {
    events,
    note(fact) {
      const event = fact as Event;
      event.t = now();
      events.push(event);
    },
  };
}
