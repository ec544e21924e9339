import type { Session } from '../../lambdas/domain/session.ts';
import type { Cause, Ending, Event, History } from './history.ts';

/** Calls that say nothing unless they fail. */
const ROUTINE = ['list escalations', 'list sessions', 'ticket'];

/** A history as lines that a person can follow: who did what, and what became of it. */
export function traceOf({ events }: History): string[] {
  return events.flatMap((event) => {
    const text = lineOf(event);
    return text === null ? [] : [`${stamp(event.t)}  ${text}`];
  });
}

function stamp(t: number): string {
  const [seconds, ms] = [Math.floor(t / 1000), t % 1000];
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, '0')}.${String(Math.floor(ms)).padStart(3, '0')}`;
}

function lineOf(event: Event): string | null {
  switch (event.kind) {
    case 'action':
      return `${event.who} does: ${event.text}`;
    case 'call':
      return isRoutine(event.cause) ? null : `  #${event.call} ${causeOf(event.cause)}`;
    case 'end':
      if (isRoutine(event.cause) && event.ending.status === 'ok') return null;
      return `  #${event.call} ends: ${endingOf(event.ending)} (${event.cause.fn})`;
    case 'write': {
      const { after, before, messages, call } = event;
      const said = messages.map(({ seq, from, text }) => ` ${seq} ${from.role}: ${short(text)}`);
      return `    #${call} writes ${idOf(after.sessionId)} v${after.version} ${before?.status ?? 'new'}→${headOf(after)}${said.join(';')}`;
    }
    case 'agent': {
      const { after, before, call } = event;
      if (before && after.seenAt !== before.seenAt && after.connectionId === before.connectionId) {
        return null;
      }
      return `    #${call} writes ${after.agentId}: ${after.availability}, ${after.connectionId ?? 'gone'}, holds ${after.sessions.map(idOf).join(' ') || 'nothing'}`;
    }
    case 'push':
      return `    #${event.call} pushes ${event.frame.type} to ${event.to}: ${event.result}`;
    case 'enqueued':
      return `    #${event.call} enqueues on ${event.queue}: ${JSON.stringify(event.message)}`;
    case 'dead_letter':
      return `  dead letter on ${event.queue}`;
    case 'opened':
    case 'closed':
      return `  ${event.connectionId} of ${event.who} ${event.kind}`;
    case 'received':
      return event.frame.type === 'agent.status_changed'
        ? null
        : `  ${event.who} on ${event.connectionId} gets ${event.frame.type}${'version' in event.frame ? ` v${event.frame.version}` : ''}`;
    case 'sent':
      return `  ${event.who} says ${event.id.slice(-4)}: ${short(event.text)}`;
    case 'rendered':
      return `  ${event.view} shows ${event.messages.length} of ${idOf(event.sessionId)}`;
    case 'fault':
      return `  ! ${event.fault}: ${event.about}${event.call === null ? '' : ` in #${event.call}`}`;
    case 'oversized':
      return `  ${event.frame} of ${event.bytes} bytes`;
    case 'quiet':
      return '--- faults stop, everybody comes back ---';
  }
}

function isRoutine(cause: Cause): boolean {
  if (cause.fn === 'sweep' || cause.fn === 'authorize') return true;
  if (cause.fn === 'message') return cause.frame?.type === 'agent.heartbeat';
  return cause.fn === 'api' && ROUTINE.includes(cause.command);
}

function causeOf(cause: Cause): string {
  switch (cause.fn) {
    case 'message':
      return `frame on ${cause.connectionId}`;
    case 'analyze':
    case 'timers':
      return `${cause.fn} ${cause.delivery} ${JSON.stringify(cause.message)}`;
    case 'api':
      return `${cause.who} ${cause.command} ${idOf(cause.sessionId ?? '')}`;
    case 'sweep':
      return 'sweep';
    default:
      return `${cause.fn} ${cause.connectionId}`;
  }
}

function endingOf(ending: Ending): string {
  if (ending.status === 'refused') return `refused, ${ending.code}`;
  if (ending.status === 'lost') return `lost, ${ending.why}`;
  const answer = ending.value as { type?: string; code?: string } | null | undefined;
  return answer?.type === 'problem' ? `problem ${answer.code}` : (answer?.type ?? 'ok');
}

function headOf({ status, assignment, customerConnectionId, agentConnectionId }: Session): string {
  const owner = assignment ? ` of ${assignment.agentId} on ${agentConnectionId ?? 'nothing'}` : '';
  return `${status}${owner}, customer on ${customerConnectionId ?? 'nothing'};`;
}

function idOf(sessionId: string): string {
  return sessionId.slice(-4);
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
