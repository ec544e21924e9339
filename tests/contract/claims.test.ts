import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cloud } from '../../local/cloud.ts';
import type { ProblemDetails, SessionContext, SessionResult } from '../../protocol/http.ts';
import { openAgent, openCustomer, startLaptopCloud } from './laptop-cloud.ts';

const FIFTY = Array.from({ length: 50 }, (_, i) => ({
  sub: `agent-${i}`,
  name: `Agent ${i}`,
  email: `agent-${i}@switchboard.example`,
  team: 'Billing',
  skills: [],
  groups: ['agent'],
}));

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startLaptopCloud({ personas: FIFTY });
});
afterAll(() => cloud?.close());

describe('fifty agents claim one session at the same time', () => {
  it('exactly one wins; the rest are told who', async () => {
    const { socket, sessionId } = await openCustomer(cloud);
    const agents = [];
    for (const { sub } of FIFTY) agents.push(await openAgent(cloud, sub));
    socket.send({
      type: 'message.send',
      sessionId,
      id: '0192f0c1-9999-7d4e-8f50-61728394a5b6',
      cseq: 1,
      text: 'I’m very frustrated! My bill is wrong again',
    });
    await Promise.all(agents.map((agent) => agent.socket.take('escalation.created')));

    const answers = await Promise.all(
      agents.map(({ call }) =>
        call<SessionResult & ProblemDetails>('PUT', `/sessions/${sessionId}/assignment`),
      ),
    );

    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const winner = won[0]?.body.session.agent;
    const lost = answers.filter(({ status }) => status !== 200);
    expect(lost).toHaveLength(49);
    for (const { status, body } of lost) {
      expect({ status, code: body.code, winner: body.winner?.name }).toEqual({
        status: 409,
        code: 'already_taken',
        winner: winner?.name,
      });
    }
    const joined = await socket.take('participant.joined');
    expect(joined.participant.name).toBe(winner?.name);
    const holder = agents.find(({ agent }) => agent.agentId === winner?.id);
    const context = await holder?.call<SessionContext>('GET', `/sessions/${sessionId}`);
    const claims = context?.body.escalations[0]?.history.filter(({ cause }) => cause === 'claimed');
    expect(claims).toHaveLength(1);
  }, 60_000);
});
