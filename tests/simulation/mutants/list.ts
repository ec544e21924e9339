/** One wrong line in the code, and the promise that it must be caught by. */
export interface Mutant {
  name: string;
  /** From the root of the repository. */
  file: string;
  /** Stands in the file exactly once. */
  find: string;
  replace: string;
  caughtBy: string;
}

const STORE = 'tests/simulation/memory/sessions.ts';

/**
 * What could go wrong in production code. The conditions of the table stand in its adapters, which
 * the simulation does not run: for those the same condition is dropped from the store in memory,
 * which passes the same tests.
 */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'acknowledges before it is stored',
    file: 'lambdas/usecases/change-session.ts',
    find: 'const result = await ports.sessions.commit(change, now);',
    replace:
      "const result = (ports.sessions.commit(change, now).catch(() => 0), 'committed') as string;",
    caughtBy: 'I17',
  },
  {
    name: 'takes a used number again',
    file: 'lambdas/domain/transcript.ts',
    find: "if (incoming.cseq < expected) throw new StateError('cseq_conflict');",
    replace: '',
    caughtBy: 'I2',
  },
  {
    name: 'does not hand a retried turn on',
    file: 'lambdas/usecases/accept-message.ts',
    find: '  if (session.candidate) {\n    await ports.queues.candidate',
    replace: '  if (session.candidate && frame.cseq < 0) {\n    await ports.queues.candidate',
    caughtBy: 'I33',
  },
  {
    name: 'the bot answers beside the agent',
    file: 'lambdas/domain/conversation.ts',
    find: "  if (session.status !== 'bot') {",
    replace: "  if (session.status !== 'bot' && session.status !== 'active') {",
    caughtBy: 'I13',
  },
  {
    name: 'stores what is said after the end',
    file: 'lambdas/domain/conversation.ts',
    find: "  if (hasEnded(session)) throw new StateError('session_closed');\n  const words",
    replace: '  const words',
    caughtBy: 'I8',
  },
  {
    name: 'anybody may speak as the agent',
    file: 'lambdas/domain/conversation.ts',
    find: "  if (from?.id !== agentId) throw new NotAllowedError('not_your_session');",
    replace: "  if (!from) throw new NotAllowedError('not_your_session');",
    caughtBy: 'I4',
  },
  {
    name: 'shows customers how sure the bot was',
    file: 'lambdas/domain/transcript.ts',
    find: 'return messages.map(({ bot: _hidden, ...message }) => message);',
    replace: 'return [...messages];',
    caughtBy: 'I16',
  },
  {
    name: 'a requeued wait starts anew',
    file: 'lambdas/domain/leaving.ts',
    find: "      status: 'pending',\n      requeued: true,",
    replace: "      status: 'pending',\n      waitingSince: now,\n      requeued: true,",
    caughtBy: 'I26',
  },
  {
    name: 'a requeued session keeps its agent',
    file: 'lambdas/domain/leaving.ts',
    find: '    assignment: undefined,\n    agentConnectionId: undefined,',
    replace: '    agentConnectionId: undefined,',
    caughtBy: 'I43',
  },
  {
    name: 'a session given back stays in its agent’s set',
    file: 'lambdas/domain/leaving.ts',
    find: "to: 'returned_to_bot' }),\n    { agentId: assignment.agentId, leave: true },",
    replace: "to: 'returned_to_bot' }),",
    caughtBy: 'I24',
  },
  {
    name: 'old turns count again',
    file: 'lambdas/domain/escalating.ts',
    find: '    botSinceSeq: session.seq + 1,',
    replace: '',
    caughtBy: 'I27',
  },
  {
    name: 'an escalation leaves its trigger standing',
    file: 'lambdas/domain/escalating.ts',
    find: '      candidate: undefined,\n      // What led here',
    replace: '      // What led here',
    caughtBy: 'I12',
  },
  {
    name: 'an offer outlives its chat',
    file: 'lambdas/domain/ending.ts',
    find: '    ...withdrawal(escalation),',
    replace: '',
    caughtBy: 'I41',
  },
  {
    name: 'an early timer takes an agent’s sessions',
    file: 'lambdas/usecases/run-deadlines.ts',
    find: 'if (!agent || !isLost(agent, ports.clock.now())) return;',
    replace: 'if (!agent) return;',
    caughtBy: 'I40',
  },
  {
    name: 'a timer acts although its fact is gone',
    file: 'lambdas/usecases/run-deadlines.ts',
    find: 'if (!session || !guards(timer, session)) return;',
    replace: 'if (!session) return;',
    caughtBy: 'I25',
  },
  {
    name: 'gives a customer up in their grace',
    file: 'lambdas/domain/deadlines.ts',
    find: "add('customer_lost', customerLostAt, POLICY.customerGraceMs);",
    replace: "add('customer_lost', customerLostAt, POLICY.customerGraceMs / 10);",
    caughtBy: 'I47',
  },
  {
    name: 'calls a customer idle who waits for an answer',
    file: 'lambdas/domain/conversation.ts',
    find: '      awaitingReplySince: session.awaitingReplySince ?? now,\n      idleSince: undefined,\n      idleWarnedAt: undefined,\n    };\n    return step',
    replace: '    };\n    return step',
    caughtBy: 'I44',
  },
  {
    name: 'a mistaken “gone” takes the address of whoever came since',
    file: 'lambdas/usecases/notify.ts',
    find: 'await loseCustomer(ports, session.sessionId, customerConnectionId, session.version);',
    replace: 'await loseCustomer(ports, session.sessionId, customerConnectionId);',
    caughtBy: 'I14',
  },
  {
    name: 'nobody tells the agent that the customer is back',
    file: 'lambdas/usecases/connect.ts',
    find: '  await tellAgent(ports, before, {',
    replace: '  await tellAgent(ports, { ...before, agentConnectionId: undefined }, {',
    caughtBy: 'I30',
  },
  {
    name: 'a note goes to the customer',
    file: 'lambdas/usecases/add-note.ts',
    find: "import { tellAgent } from './tell-agents.ts';",
    replace: "import { tellCustomer as tellAgent } from './notify.ts';",
    caughtBy: 'I35',
  },
  {
    name: 'a late $disconnect takes the newer address (condition of the table)',
    file: STORE,
    find: '          head.customerConnectionId === connectionId &&\n          (seenVersion',
    replace: '          (seenVersion',
    caughtBy: 'I14',
  },
  {
    name: 'an older tab takes the customer’s address (condition of the table)',
    file: STORE,
    find: '(head) => (head.customerConnectionId ?? connectionId) === connectionId,',
    replace: '() => true,',
    caughtBy: 'I14',
  },
  {
    name: 'an older desk takes the session’s address (condition of the table)',
    file: STORE,
    find: ' && (head.agentConnectedAt ?? 0) <= connectedAt,',
    replace: ',',
    caughtBy: 'I28',
  },
  {
    name: 'a claim beyond capacity (condition of the table)',
    file: 'tests/simulation/memory/agent-write.ts',
    find: "  if (agent && agent.sessions.length >= agent.capacity) return 'agent_full';\n",
    replace: '',
    caughtBy: 'I10',
  },
  {
    name: 'a commit on an old version (condition of the table)',
    file: 'tests/simulation/memory/commit.ts',
    find: "  if (table.heads.get(sessionId)?.version !== before.version) return 'conflict';\n",
    replace: '',
    caughtBy: 'I8',
  },
  {
    name: 'a ticket lets in twice (condition of the table)',
    file: 'tests/simulation/memory/tickets.ts',
    find: '(ticket.usedBy ?? connectionId) !== connectionId',
    replace: "ticket.usedBy === ''",
    caughtBy: 'I18',
  },
];
