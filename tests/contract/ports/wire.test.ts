import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { EngineResponse } from '../../../local/contracts.ts';
import type { Call } from '../../../local/front-door/call.ts';
import { idOf } from '../../simulation/memory/world.ts';
import { type AdapterStores, startAdapterStores } from './adapter-stages.ts';
import {
  agentOf,
  changeOf,
  entry,
  headOf,
  NOW,
  opened,
  present,
  type Stores,
  taking,
  waiting,
} from './builders.ts';

let adapters: AdapterStores;
beforeAll(async () => {
  adapters = await startAdapterStores();
});
afterAll(() => adapters.close());
afterEach(() => {
  adapters.before = null;
});

const OUTAGE: EngineResponse = { status: 500, errorType: 'InternalServerError', output: {} };

/** Every read of the stores that is promised to be consistent. */
const READS: [string, (stores: Stores) => Promise<unknown>][] = [
  ['get', ({ sessions }) => sessions.get(idOf(1))],
  ['messagesAfter', ({ sessions }) => sessions.messagesAfter(idOf(1), 0, 5)],
  ['lastMessages', ({ sessions }) => sessions.lastMessages(idOf(1), 5)],
  ['page', ({ sessions }) => sessions.page(idOf(1), 0, 5)],
  ['readMarks', ({ sessions }) => sessions.readMarks(idOf(1))],
  ['escalations', ({ sessions }) => sessions.escalations(idOf(1))],
  ['notes', ({ sessions }) => sessions.notes(idOf(1))],
  ['contacts', ({ sessions }) => sessions.contacts('dana', 0)],
];

describe('reads over the wire', () => {
  it.each(READS)('%s asks for what is stored now', async (_name, read) => {
    const stores = await adapters.make();
    await opened(stores);
    adapters.calls.length = 0;

    await read(stores);

    const reads = adapters.calls.filter(({ operation }) => /Get|Query/.test(operation));
    expect(reads).not.toEqual([]);
    for (const { input } of reads) {
      expect(input.ConsistentRead).toBe(true);
    }
  });

  it('a refused hello of an agent is explained by what is stored now', async () => {
    const stores = await adapters.make();
    await opened(stores);
    adapters.calls.length = 0;

    const connection = { connectionId: 'a1', connectedAt: NOW };
    await stores.sessions.helloAgent(idOf(1), 'asha', connection);

    expect(adapters.calls.map(({ operation }) => operation)).toEqual(['UpdateItem', 'GetItem']);
    expect(adapters.calls[1]?.input.ConsistentRead).toBe(true);
  });
});

describe('a table that does not answer', () => {
  const everything: [string, (stores: Stores) => Promise<unknown>][] = [
    ...READS,
    ['pending', ({ sessions }) => sessions.pending('billing')],
    ['due', ({ sessions }) => sessions.due(NOW)],
    ['markRead', ({ sessions }) => sessions.markRead(idOf(1), 'agent', 1, NOW)],
    ['loseCustomer', ({ sessions }) => sessions.loseCustomer(idOf(1), 'c', NOW)],
    ['agents.get', ({ agents }) => agents.get('asha')],
    ['agents.list', ({ agents }) => agents.list()],
    ['agents.heartbeat', ({ agents }) => agents.heartbeat('asha', 'asha-1', NOW)],
    [
      'tickets.consume',
      ({ tickets }) => tickets.consume('t', { connectionId: 'c', origin: 'o', now: NOW }),
    ],
    ['tickets.count', ({ tickets }) => tickets.count('a', NOW)],
    ['records.totals', ({ records }) => records.totals('2026-01-01')],
    ['feedback.ofDay', ({ feedback }) => feedback.ofDay('2026-01-01', null, 1)],
    ['records.cannedReplies', ({ records }) => records.cannedReplies()],
  ];
  it.each(everything)('makes %s unavailable', async (_name, act) => {
    const stores = await adapters.make();
    adapters.before = () => OUTAGE;

    await expect(act(stores)).rejects.toMatchObject({
      name: 'UnavailableError',
      code: 'unavailable',
    });
  });

  it.each([
    ['of the head alone', {}],
    ['of more than the head', { messages: [entry(1)] }],
  ])('makes a commit %s unavailable, not a conflict', async (_what, parts) => {
    const stores = await adapters.make();
    const session = await opened(stores);
    adapters.before = () => OUTAGE;

    await expect(stores.sessions.commit(changeOf(session, {}, parts), NOW)).rejects.toMatchObject({
      name: 'UnavailableError',
    });
  });
});

describe('an answer that was lost on its way', () => {
  /** The engine carries out the first write; its caller hears of an outage and asks again. */
  const loseFirstAnswer = (operation: string) => {
    let lost = false;
    adapters.before = async (call: Call) => {
      if (lost || call.operation !== operation) return undefined;
      lost = true;
      const answer = await adapters.services.dynamo.handle({
        operation,
        input: call.input,
        accessKeyId: call.caller,
      });
      expect(answer.status).toBe(200);
      return OUTAGE;
    };
  };

  it('of a commit: the retry finds its own transaction and stores nothing twice', async () => {
    const stores = await adapters.make();
    await present(stores, 'asha');
    const session = await waiting(stores, 1);
    const change = changeOf(session, {}, { messages: [entry(1)], agents: [taking('asha')] });
    loseFirstAnswer('TransactWriteItems');

    expect(await stores.sessions.commit(change, NOW)).toBe('committed');

    expect(await headOf(stores.sessions, idOf(1))).toEqual(change.after);
    expect(await stores.sessions.messagesAfter(idOf(1), 0, 9)).toEqual([entry(1)]);
    expect((await agentOf(stores, 'asha')).sessions).toEqual([idOf(1)]);
  });

  it('of a ticket: the retry of the same connection is let in', async () => {
    const { tickets } = await adapters.make();
    await tickets.put('t1', { role: 'agent', agentId: 'asha' }, 'o', NOW + 1);
    loseFirstAnswer('UpdateItem');

    const holder = await tickets.consume('t1', { connectionId: 'c1', origin: 'o', now: NOW });

    expect(holder).toEqual({ role: 'agent', agentId: 'asha' });
  });

  it('of a heartbeat and of an availability: the retry says the same', async () => {
    const stores = await adapters.make();
    await present(stores, 'asha');
    loseFirstAnswer('UpdateItem');
    const beat = await stores.agents.heartbeat('asha', 'asha-1', NOW + 1);
    expect(beat?.agent).toMatchObject({ seenAt: NOW + 1 });
    loseFirstAnswer('UpdateItem');
    const record = await stores.agents.setAvailability('asha', 'busy', NOW + 2);
    expect(record).toMatchObject({ availability: 'busy', idleSince: NOW + 2 });
  });
});
