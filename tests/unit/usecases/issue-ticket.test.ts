import { describe, expect, it } from 'vitest';
import { POLICY } from '../../../lambdas/domain/policy.ts';
import { admit } from '../../../lambdas/usecases/admit.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { connectCustomer } from '../../../lambdas/usecases/connect.ts';
import { endByAgent, endByCustomer } from '../../../lambdas/usecases/end-session.ts';
import { issueCustomerTicket } from '../../../lambdas/usecases/issue-ticket.ts';
import { readContext } from '../../../lambdas/usecases/read-sessions.ts';
import { requestPerson } from '../../../lambdas/usecases/request-person.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import type { CreateTicket, CustomerTicket } from '../../../protocol/http.ts';
import { createWorld, idOf, type World } from '../../simulation/memory/world.ts';
import { agentOf, alive, drain, headOf, present, refusal } from './scenes.ts';

const site = { origin: 'https://shop.test', address: '198.51.100.7' };

/** Asks for a ticket and connects with it, as a browser does; the session that came of it. */
async function opens(world: World, request: CreateTicket, connectionId: string) {
  const issued = await issueCustomerTicket(world.ports, request, site);
  const holder = await admit(
    world.ports,
    { queryStringParameters: { ticket: issued.ticket }, headers: { Origin: site.origin } },
    connectionId,
  );
  if (holder.role !== 'customer') throw new Error(holder.role);
  await connectCustomer(world.ports, holder, connectionId);
  return issued;
}

const sequelOf = ({ sessionId, sessionKey }: CustomerTicket): CreateTicket => ({
  continuedFrom: { sessionId, sessionKey },
});

async function asksForPerson(world: World, sessionId: string) {
  await requestPerson(world.ports, sessionId);
  await assessEscalation(world.ports, { sessionId, seq: headOf(world, sessionId).seq });
}

/** Dana has talked to Asha, and that chat is over. */
async function talkedToAsha() {
  const world = createWorld();
  const asha = await present(world, 'asha');
  const first = await opens(world, { customer: { name: 'Dana', plan: 'Fibre 300' } }, 'c-1');
  await asksForPerson(world, first.sessionId);
  await claimSession(world.ports, asha, first.sessionId);
  await endByAgent(world.ports, asha, first.sessionId);
  return { world, asha, first };
}

describe('the sequel of a chat that ended', () => {
  it('is a new session with its own key, linked to the first: same customer, same helper first', async () => {
    const { world, asha, first } = await talkedToAsha();
    world.now += POLICY.stickyMs - 1;
    await alive(world, 'asha');
    await present(world, 'ravi', { idleSince: 0 });

    const second = await opens(world, sequelOf(first), 'c-2');

    expect(second.sessionId).not.toBe(first.sessionId);
    expect(second.sessionKey).not.toBe(first.sessionKey);
    expect(headOf(world, second.sessionId)).toMatchObject({
      customer: { name: 'Dana', plan: 'Fibre 300' },
      customerId: first.sessionId,
      continuedFrom: first.sessionId,
      previous: {
        sessionId: first.sessionId,
        agentId: 'asha',
        agentName: 'Asha',
        queue: 'general',
      },
    });
    await asksForPerson(world, second.sessionId);
    await drain(world);
    expect(headOf(world, second.sessionId).escalation?.offer).toMatchObject({ agentId: 'asha' });
    // The first chat’s end is not touched.
    expect(headOf(world, first.sessionId).status).toBe('wrap_up');
    await claimSession(world.ports, asha, second.sessionId);
    const { recentContacts } = await readContext(world.ports, asha, second.sessionId);
    expect(recentContacts.map(({ sessionId }) => sessionId)).toEqual([first.sessionId]);
    expect(
      await helloFromCustomer(world.ports, {
        sessionId: second.sessionId,
        lastSeq: 0,
        connectionId: 'c-2',
      }),
    ).toMatchObject({ continuedFrom: first.sessionId });
  });

  it('of a sequel is still the same customer', async () => {
    const { world, first } = await talkedToAsha();
    const second = await opens(world, sequelOf(first), 'c-2');
    await endByCustomer(world.ports, second.sessionId);

    const third = await opens(world, sequelOf(second), 'c-3');

    expect(headOf(world, third.sessionId)).toMatchObject({
      customerId: first.sessionId,
      continuedFrom: second.sessionId,
    });
  });

  it('raises its priority by a step in the same queue', async () => {
    const { world, first } = await talkedToAsha();
    const before = headOf(world, first.sessionId).escalation?.priority;
    const second = await opens(world, sequelOf(first), 'c-2');
    await asksForPerson(world, second.sessionId);

    expect([before, headOf(world, second.sessionId).escalation?.priority]).toEqual([
      'medium',
      'high',
    ]);
  });

  it('after 24 hours is not linked for the customer, but known to agents for a week', async () => {
    const { world, first } = await talkedToAsha();
    world.now += POLICY.stickyMs;
    const second = await opens(world, sequelOf(first), 'c-2');

    const head = headOf(world, second.sessionId);
    expect(head.continuedFrom).toBeUndefined();
    expect(head).toMatchObject({
      customerId: first.sessionId,
      previous: { sessionId: first.sessionId },
    });
    await asksForPerson(world, second.sessionId);
    expect(headOf(world, second.sessionId).escalation?.preferredAgent).toBeUndefined();
  });

  it('after a week is a stranger’s', async () => {
    const { world, first } = await talkedToAsha();
    world.now += POLICY.repeatContactMs;

    const second = await opens(world, sequelOf(first), 'c-2');

    const head = headOf(world, second.sessionId);
    expect([head.customerId, head.continuedFrom, head.previous]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(head.customer).toEqual({});
  });

  it('of a chat that has not ended is not linked', async () => {
    const world = createWorld();
    const first = await opens(world, { customer: { name: 'Dana' } }, 'c-1');

    const second = await opens(world, sequelOf(first), 'c-2');

    expect(second.sessionId).not.toBe(first.sessionId);
    expect(headOf(world, second.sessionId).continuedFrom).toBeUndefined();
    expect(headOf(world, first.sessionId).status).toBe('bot');
  });

  it('takes what the customer says of themselves now over what they said then', async () => {
    const { world, first } = await talkedToAsha();

    const second = await opens(world, { ...sequelOf(first), customer: { name: 'Dani' } }, 'c-2');

    expect(headOf(world, second.sessionId).customer).toEqual({ name: 'Dani', plan: 'Fibre 300' });
  });

  it('with a wrong key, or of no session, is refused: ids are no secret', async () => {
    const { world, first } = await talkedToAsha();
    const code = (continuedFrom: CreateTicket['continuedFrom']) =>
      refusal(issueCustomerTicket(world.ports, { continuedFrom }, site)).then(
        (refused) => refused.code,
      );

    expect(await code({ sessionId: first.sessionId, sessionKey: 'x'.repeat(43) })).toBe(
      'session_key_invalid',
    );
    expect(await code({ sessionId: idOf(0xdead), sessionKey: first.sessionKey })).toBe(
      'session_unknown',
    );
    expect(agentOf(world, 'asha').sessions).toEqual([first.sessionId]);
  });
});

describe('resuming', () => {
  it('keeps who the customer is, whatever the ticket says of them', async () => {
    const { world, first } = await talkedToAsha();
    const second = await opens(world, sequelOf(first), 'c-2');
    const before = headOf(world, second.sessionId);

    const { sessionId, sessionKey } = second;
    const again = await opens(world, { sessionId, sessionKey, customer: { name: 'Eve' } }, 'c-3');

    expect(again).toMatchObject({ sessionId, sessionKey });
    expect(headOf(world, sessionId)).toMatchObject({
      customer: before.customer,
      customerId: before.customerId,
      continuedFrom: first.sessionId,
      keyHash: before.keyHash,
    });
  });
});
