import { describe, expect, it } from 'vitest';
import type { Escalation } from '../../../protocol/escalation.ts';
import type { Message } from '../../../protocol/message.ts';
import { checkAftermath, checkConversation } from './checker.ts';
import type { Aftermath, ConversationHistory, SideHistory } from './history.ts';

const AGENT = { agentId: 'agent-1', name: 'Asha' };

function entry(seq: number, role: Message['from']['role'], rest: Partial<Message> = {}): Message {
  const from = role === 'agent' ? { role, id: AGENT.agentId, name: AGENT.name } : { role };
  return { seq, from, text: `text ${seq}`, at: 1000 + seq, ...rest };
}

const TRANSCRIPT: readonly Message[] = [
  entry(1, 'customer', { id: 'c1' }),
  entry(2, 'bot', { bot: { confidence: 1, fallback: false, articleId: null } }),
  entry(3, 'bot', { event: 'escalated' }),
  entry(4, 'system', { event: 'joined' }),
  entry(5, 'agent', { id: 'a1' }),
  entry(6, 'customer', { id: 'c2' }),
  entry(7, 'agent', { id: 'a2' }),
  entry(8, 'system', { event: 'ended' }),
];

type Step = Escalation['history'][number];

function step(
  cause: string,
  [sessionFrom, sessionTo]: [Step['session']['from'], Step['session']['to']],
  [from, to]: [Step['escalation']['from'], Step['escalation']['to']],
): Step {
  return {
    at: 1000,
    actor: { role: 'system' },
    cause,
    session: { from: sessionFrom, to: sessionTo },
    escalation: { from, to },
  };
}

const HISTORY: readonly Step[] = [
  step('escalated', ['bot', 'queued'], [null, 'pending']),
  step('offered', ['queued', 'queued'], ['pending', 'offered']),
  step('claimed', ['queued', 'active'], ['offered', 'accepted']),
  step('agent_ended', ['active', 'wrap_up'], ['accepted', 'resolved']),
  step('wrap_up_submitted', ['wrap_up', 'closed'], ['resolved', 'resolved']),
];

function escalation(history: readonly Step[]): Escalation {
  return { escalationId: 'e1', status: 'resolved', history: [...history] } as Escalation;
}

function side(sent: string[], messages: readonly Message[]): SideHistory {
  const acks = messages.flatMap(({ id, seq }) => (id && sent.includes(id) ? [{ id, seq }] : []));
  return { sent, acks, heard: messages, shown: messages };
}

/** A conversation in which nothing went wrong. */
function flawless(): ConversationHistory {
  const seenByCustomer = TRANSCRIPT.map(({ bot: _hidden, ...message }) => message);
  return {
    name: 'conversation 1',
    sessionId: 's1',
    finished: true,
    customer: side(['c1', 'c2'], seenByCustomer),
    agent: side(['a1', 'a2'], TRANSCRIPT),
    claims: [
      { ...AGENT, won: true },
      { agentId: 'agent-2', name: 'Ben', won: false, winner: AGENT.name },
    ],
    stored: {
      head: {
        status: 'closed',
        seq: TRANSCRIPT.length,
        assignment: { assignmentId: 'x', ...AGENT, team: 'Billing', at: 1004 },
        closeReason: 'agent_ended',
        outcome: { disposition: 'resolved' },
      },
      messages: TRANSCRIPT,
      escalations: [escalation(HISTORY)],
    },
  };
}

/** The same with a transcript that everybody agrees on, and that is wrong. */
function withTranscript(messages: readonly Message[]): ConversationHistory {
  const good = flawless();
  return {
    ...good,
    customer: { ...good.customer, heard: messages, shown: messages },
    agent: { ...good.agent, heard: messages, shown: messages },
    stored: {
      ...good.stored,
      head: { ...good.stored.head, seq: messages.length },
      messages,
    },
  };
}

const renumbered = (messages: readonly Message[]) =>
  messages.map((message, i) => ({ ...message, seq: i + 1 }));
const at = (seq: number) => TRANSCRIPT[seq - 1] as Message;
const broken = (history: ConversationHistory) =>
  checkConversation(history).map(({ invariant }) => invariant);

describe('the checker of one conversation', () => {
  it('finds nothing where nothing went wrong', () => {
    expect(checkConversation(flawless())).toEqual([]);
  });

  it('finds an acknowledged message that is lost, though everybody agrees', () => {
    const lost = renumbered(TRANSCRIPT.filter(({ id }) => id !== 'c2'));

    expect(broken(withTranscript(lost))).toEqual(
      expect.arrayContaining(['acknowledged_is_stored', 'sent_is_stored_once']),
    );
  });

  it('finds a message that is stored twice, though everybody agrees', () => {
    const doubled = renumbered([...TRANSCRIPT.slice(0, 6), at(6), ...TRANSCRIPT.slice(6)]);

    expect(broken(withTranscript(doubled))).toEqual(
      expect.arrayContaining(['acknowledged_is_stored', 'sent_is_stored_once']),
    );
  });

  it('finds one sender’s messages in another order', () => {
    const swapped = TRANSCRIPT.map((message) =>
      message.seq === 5
        ? { ...message, id: 'a2' }
        : message.seq === 7
          ? { ...message, id: 'a1' }
          : message,
    );
    const history = withTranscript(swapped);
    const acks = [
      { id: 'a2', seq: 5 },
      { id: 'a1', seq: 7 },
    ];

    expect(broken({ ...history, agent: { ...history.agent, acks } })).toEqual(['order_of_sender']);
  });

  it('holds a conversation that stuck to what was acknowledged and told, and to no more', () => {
    const stuck = { ...flawless(), finished: false, claims: [] };
    const start = TRANSCRIPT.slice(0, 5);
    const head = { ...stuck.stored.head, status: 'active' as const, seq: 5 };
    const stored = { ...stuck.stored, head, messages: start, escalations: [] };
    const customer = { sent: ['c1', 'c2'], acks: [{ id: 'c1', seq: 1 }], heard: start, shown: [] };
    const agent = { sent: ['a1', 'a2'], acks: [{ id: 'a1', seq: 5 }], heard: [], shown: [] };

    expect(broken({ ...stuck, stored, customer, agent })).toEqual([]);
    const acks = [{ id: 'a2', seq: 7 }];
    expect(broken({ ...stuck, stored, customer, agent: { ...agent, acks } })).toEqual([
      'acknowledged_is_stored',
    ]);
  });

  it('finds a gap, and a head that counts otherwise', () => {
    const gap = withTranscript(TRANSCRIPT.filter(({ seq }) => seq !== 2));

    expect(broken(gap)).toContain('numbered_without_gaps');
    const good = flawless();
    const head = { ...good.stored.head, seq: 9 };
    expect(broken({ ...good, stored: { ...good.stored, head } })).toEqual([
      'numbered_without_gaps',
    ]);
  });

  it('finds an acknowledgement of another place', () => {
    const good = flawless();
    const acks = [{ id: 'c1', seq: 2 }];

    expect(broken({ ...good, customer: { ...good.customer, acks } })).toEqual([
      'acknowledged_is_stored',
    ]);
  });

  it('finds words that nobody has written', () => {
    const good = flawless();
    const sent = ['c1'];

    expect(broken({ ...good, customer: { ...good.customer, sent } })).toEqual(['nothing_invented']);
  });

  it.each(['customer', 'agent'] as const)(
    'finds what the %s is not shown, or shown twice',
    (who) => {
      const good = flawless();
      const { shown } = good[who];
      const missing = shown.filter(({ seq }) => seq !== 6);
      const twice = [...shown.slice(0, 6), ...shown.slice(5)];
      const swapped = [...shown.slice(0, 5), ...shown.slice(5, 7).reverse(), ...shown.slice(7)];

      for (const view of [missing, twice, swapped]) {
        expect(broken({ ...good, [who]: { ...good[who], shown: view } })).toEqual([
          'shown_is_stored',
        ]);
      }
    },
  );

  it('finds a frame that told what is not stored', () => {
    const good = flawless();
    const heard = [...good.agent.heard, entry(6, 'customer', { id: 'c2', text: 'other words' })];

    expect(broken({ ...good, agent: { ...good.agent, heard } })).toEqual(['heard_is_stored']);
  });

  it('finds a customer who is told twice that an agent joined, or that they wait', () => {
    for (const seq of [3, 4]) {
      const twice = renumbered([...TRANSCRIPT.slice(0, seq), at(seq), ...TRANSCRIPT.slice(seq)]);

      expect(broken(withTranscript(twice))).toContain('told_once');
    }
  });

  it('finds a bot that speaks beside the agent', () => {
    const late = renumbered([...TRANSCRIPT.slice(0, 7), entry(8, 'bot'), at(8)]);

    expect(broken(withTranscript(late))).toEqual(['bot_is_silent']);
  });

  it('finds two winners of a race, none, and one who does not have the session', () => {
    const good = flawless();
    const claimed = (...won: boolean[]) =>
      broken({
        ...good,
        claims: good.claims.map((claim, i) => ({ ...claim, won: won[i] ?? false })),
      });

    expect(claimed(true, true)).toEqual(['one_winner', 'one_winner']);
    expect(claimed(false, false)).toContain('one_winner');
    expect(claimed(false, true)).toContain('one_winner');
  });

  it('finds a loser who was told another winner', () => {
    const good = flawless();
    const claims = good.claims.map((claim) => (claim.won ? claim : { ...claim, winner: 'Chen' }));

    expect(broken({ ...good, claims })).toEqual(['one_winner']);
  });

  it('finds an escalation that is recorded twice, in two items or in one', () => {
    const good = flawless();
    const recorded = (...histories: (readonly Step[])[]) =>
      broken({ ...good, stored: { ...good.stored, escalations: histories.map(escalation) } });

    expect(recorded(HISTORY, HISTORY)).toContain('one_escalation');
    expect(recorded(HISTORY.slice(0, 1).concat(HISTORY))).toContain('one_escalation');
    expect(recorded()).toContain('one_escalation');
  });

  it('finds a history with a step that is missing, doubled or out of turn', () => {
    const good = flawless();
    const recorded = (history: readonly Step[]) =>
      broken({ ...good, stored: { ...good.stored, escalations: [escalation(history)] } });
    const without = (n: number) => HISTORY.filter((_, i) => i !== n);

    expect(recorded(without(3))).toContain('status_history');
    expect(recorded([...HISTORY, ...HISTORY.slice(4)])).toContain('status_history');
    expect(recorded([...HISTORY.slice(0, 2), ...HISTORY.slice(3)])).toContain('status_history');
  });

  it('finds a session that is not closed', () => {
    const good = flawless();
    const head = { ...good.stored.head, status: 'wrap_up' as const };

    expect(broken({ ...good, stored: { ...good.stored, head } })).toEqual(['status_history']);
  });
});

describe('the checker of what is left', () => {
  const clean: Aftermath = {
    statuses: new Map([['s1', 'closed']]),
    agents: [{ agentId: 'agent-1', sessions: [], offers: [], parked: [] }],
    deadLetters: [],
    refusals: { unavailable: 3 },
    defects: [],
  };
  const left = (change: Partial<Aftermath>) =>
    checkAftermath({ ...clean, ...change }).map(({ invariant }) => invariant);
  const dead = (body: string) => ({ deadLetters: [{ queue: 'Dead', body }] });

  it('finds nothing where nothing is left', () => {
    expect(left({})).toEqual([]);
  });

  it.each(['sessions', 'offers', 'parked'] as const)('finds an agent who still has %s', (what) => {
    expect(
      left({ agents: [{ agentId: 'a', sessions: [], offers: [], parked: [], [what]: ['x'] }] }),
    ).toEqual(['nothing_held']);
  });

  it('finds an error that nobody foresaw, in a function or in the cloud itself', () => {
    expect(left({ refusals: { internal: 1 } })).toEqual(['nothing_unforeseen']);
    expect(left({ defects: ['front door: TypeError'] })).toEqual(['nothing_unforeseen']);
  });

  it('finds a dead letter whose work nobody did, and forgives one whose session is over', () => {
    const candidate = JSON.stringify({ sessionId: 's1', seq: 2 });
    const route = JSON.stringify({ kind: 'route', queues: ['billing'] });
    const open = { statuses: new Map([['s1', 'bot']]) };

    expect(left(dead(candidate))).toEqual([]);
    expect(left(dead(route))).toEqual([]);
    expect(left({ ...dead(candidate), ...open })).toEqual(['no_work_lost']);
    expect(left({ ...dead(route), ...open })).toEqual(['no_work_lost']);
    expect(left(dead('not JSON'))).toEqual(['no_work_lost']);
    expect(left(dead(JSON.stringify({ sessionId: 's2' })))).toEqual(['no_work_lost']);
  });
});
