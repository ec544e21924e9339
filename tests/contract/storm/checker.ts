import type { Message } from '../../../protocol/message.ts';
import type {
  Aftermath,
  ConversationHistory,
  Invariant,
  SideHistory,
  StoredSession,
  Violation,
} from './history.ts';

type Report = (invariant: Invariant, text: string) => void;

const STATUSES = ['bot → queued', 'queued → active', 'active → wrap_up', 'wrap_up → closed'];

/**
 * Holds one finished conversation against what is promised. It believes the table alone: what
 * clients hold is checked, never taken as the truth.
 */
export function checkConversation(history: ConversationHistory): Violation[] {
  const violations: Violation[] = [];
  const report: Report = (invariant, text) =>
    violations.push({ invariant, text: `${history.name}: ${text}` });
  const { customer, agent, stored, finished } = history;
  const sides = [
    ['customer', customer],
    ['agent', agent],
  ] as const;
  checkNumbers(stored, report);
  checkInvented([...customer.sent, ...agent.sent], stored.messages, report);
  checkBot(stored.messages, report);
  for (const [role, side] of sides) {
    checkOrder(role, side, stored.messages, report);
    checkAcks(role, side, stored.messages, report);
    checkHeard(role, side, stored.messages, report);
    checkSent(role, side, stored.messages, finished ? 1 : 0, report);
  }
  if (!finished) return violations;
  for (const [role, side] of sides) checkShown(role, side, stored.messages, report);
  checkTold(customer.shown, report);
  checkClaims(history, report);
  checkEscalation(stored, report);
  return violations;
}

function checkNumbers({ head, messages }: StoredSession, report: Report): void {
  messages.forEach(({ seq }, i) => {
    if (seq !== i + 1) report('numbered_without_gaps', `entry ${i + 1} has number ${seq}`);
  });
  if (head.seq !== messages.length) {
    report('numbered_without_gaps', `the head counts ${head.seq} of ${messages.length} entries`);
  }
}

function checkInvented(sent: readonly string[], stored: readonly Message[], report: Report): void {
  for (const { seq, id, from } of stored) {
    const own = from.role === 'customer' || from.role === 'agent';
    if (own !== (id !== undefined) || (id !== undefined && !sent.includes(id))) {
      report('nothing_invented', `nobody has written entry ${seq}`);
    }
  }
}

function checkSent(
  role: string,
  { sent }: SideHistory,
  stored: readonly Message[],
  least: 0 | 1,
  report: Report,
): void {
  for (const id of sent) {
    const times = stored.filter((message) => message.id === id).length;
    if (times < least || times > 1) {
      report('sent_is_stored_once', `${role}’s ${id} is stored ${times} times`);
    }
  }
}

function checkOrder(
  role: string,
  { sent }: SideHistory,
  stored: readonly Message[],
  report: Report,
): void {
  const places = stored
    .map(({ from, id = '' }) => (from.role === role ? sent.indexOf(id) : -1))
    .filter((place) => place >= 0);
  if (places.some((place, i) => place < (places[i - 1] ?? 0))) {
    report('order_of_sender', `the ${role}’s words stand in another order than they were written`);
  }
}

function checkAcks(
  role: string,
  { acks }: SideHistory,
  stored: readonly Message[],
  report: Report,
): void {
  for (const { id, seq } of acks) {
    const found = stored.filter((message) => message.id === id);
    if (found.length !== 1 || found[0]?.seq !== seq) {
      const places = found.map((message) => message.seq).join(', ') || 'nowhere';
      report('acknowledged_is_stored', `${role}’s ${id}: told ${seq}, stored at ${places}`);
    }
  }
}

function checkHeard(
  role: string,
  { heard }: SideHistory,
  stored: readonly Message[],
  report: Report,
): void {
  const truth = new Map(stored.map((message) => [message.seq, contentOf(message)]));
  for (const message of heard) {
    if (truth.get(message.seq) === contentOf(message)) continue;
    report('heard_is_stored', `the ${role} was told an entry ${message.seq} that is not stored`);
  }
}

function checkShown(
  role: string,
  { shown }: SideHistory,
  stored: readonly Message[],
  report: Report,
): void {
  const seen = shown.map(contentOf);
  const truth = stored.map(contentOf);
  const first = Array.from({ length: Math.max(seen.length, truth.length) }).findIndex(
    (_, i) => seen[i] !== truth[i],
  );
  if (first < 0) return;
  const what = `${seen.length} entries shown, ${truth.length} stored, different from ${first + 1} on`;
  report('shown_is_stored', `the ${role} sees another transcript: ${what}`);
}

function checkTold(shown: readonly Message[], report: Report): void {
  for (const told of ['escalated', 'joined', 'ended'] as const) {
    const times = shown.filter(({ event }) => event === told).length;
    if (times !== 1) report('told_once', `the customer is told “${told}” ${times} times`);
  }
}

function checkBot(stored: readonly Message[], report: Report): void {
  const joined = stored.findIndex(({ event }) => event === 'joined');
  const late =
    joined < 0 ? undefined : stored.slice(joined).find(({ from }) => from.role === 'bot');
  if (late) report('bot_is_silent', `the bot spoke beside the agent, entry ${late.seq}`);
}

function checkClaims({ claims, stored }: ConversationHistory, report: Report): void {
  const { assignment } = stored.head;
  const winners = claims.filter(({ won }) => won);
  if (winners.length !== 1) report('one_winner', `${winners.length} agents were told they won`);
  for (const { agentId } of winners) {
    if (assignment?.agentId !== agentId) {
      report('one_winner', `${agentId} was told they won, ${assignment?.agentId} has it`);
    }
  }
  for (const { won, agentId, winner } of claims) {
    if (!won && winner !== assignment?.name) {
      report('one_winner', `${agentId} was told that ${winner} won, it is ${assignment?.name}`);
    }
  }
  const accepted = stored.escalations
    .flatMap(({ history }) => history)
    .filter(({ escalation: { from, to } }) => to === 'accepted' && from !== 'accepted');
  if (accepted.length !== 1) report('one_winner', `the record has ${accepted.length} acceptances`);
}

function checkEscalation({ head, escalations }: StoredSession, report: Report): void {
  if (escalations.length !== 1) {
    report('one_escalation', `${escalations.length} escalations are recorded`);
  }
  for (const { status, history } of escalations) {
    const born = history.filter(({ cause }) => cause === 'escalated').length;
    if (born !== 1) report('one_escalation', `the record begins ${born} times`);
    history.forEach((entry, i) => {
      const before = history[i - 1];
      const fits =
        entry.escalation.from === (before?.escalation.to ?? null) &&
        (!before || entry.session.from === before.session.to);
      if (!fits) report('status_history', `step ${i + 1}, ${entry.cause}, follows nothing`);
    });
    const moves = history
      .filter(({ session: { from, to } }) => from !== to)
      .map(({ session: { from, to } }) => `${from} → ${to}`);
    if (moves.join() !== STATUSES.join()) report('status_history', `it is ${moves.join(', ')}`);
    if (status !== 'resolved' || history.at(-1)?.escalation.to !== status) {
      report('status_history', `the escalation ended ${status}`);
    }
  }
  const { status, closeReason, outcome } = head;
  if (status !== 'closed' || closeReason !== 'agent_ended' || !outcome) {
    report('status_history', `the session is ${status}, ${closeReason}`);
  }
}

/** Holds what is left of all conversations against what is promised. */
export function checkAftermath(aftermath: Aftermath): Violation[] {
  const { statuses, agents, deadLetters, refusals, defects } = aftermath;
  const violations: Violation[] = [];
  for (const { agentId, ...held } of agents) {
    for (const [what, ids] of Object.entries(held)) {
      if (ids.length === 0) continue;
      violations.push({ invariant: 'nothing_held', text: `${agentId} has ${what}: ${ids.join()}` });
    }
  }
  const open = [...statuses.values()].filter((status) => status !== 'closed').length;
  for (const { queue, body } of deadLetters) {
    if (isMoot(body, statuses, open)) continue;
    violations.push({ invariant: 'no_work_lost', text: `${queue} has ${body}` });
  }
  const unforeseen = (text: string) => violations.push({ invariant: 'nothing_unforeseen', text });
  if (refusals.internal) unforeseen(`${refusals.internal} refusals had no reason`);
  for (const defect of defects) unforeseen(defect);
  return violations;
}

/**
 * A message that was given up has lost nothing if what it asked for came about otherwise: every
 * message but a routing names a fact of a session or agent, and all of them are over with the
 * session; a routing is over with the last one that waited.
 */
function isMoot(body: string, statuses: Aftermath['statuses'], open: number): boolean {
  let message: { sessionId?: unknown; kind?: unknown };
  try {
    message = JSON.parse(body);
  } catch {
    return false;
  }
  if (message.kind === 'route' || message.kind === 'agent_lost') return open === 0;
  return statuses.get(String(message.sessionId)) === 'closed';
}

/** Everything that both sides see of an entry; the bot's confidence is for agents alone. */
function contentOf({ seq, id, from, text, at, event }: Message): string {
  return JSON.stringify([seq, id, from.role, from.id, from.name, text, at, event]);
}
