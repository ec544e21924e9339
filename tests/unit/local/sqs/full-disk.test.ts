import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StoredMessage } from '../../../../local/sqs/contracts.ts';
import { createSqsEngine, type SqsEngine } from '../../../../local/sqs/engine.ts';
import { startEventSource } from '../../../../local/sqs/event-source.ts';
import { createManualClock, type ManualClock } from '../../../contract/manual-clock.ts';

/** How many bytes one write may have; as on a full disk, a part of a larger one is written. */
let room = Number.POSITIVE_INFINITY;

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>();
  return {
    ...fs,
    writeFileSync(target: number, text: string) {
      if (Buffer.byteLength(text) <= room) return fs.writeFileSync(target, text);
      fs.writeSync(target, text.slice(0, Math.min(room, text.length) / 2 + 1));
      throw new Error('ENOSPC: no space left on device, write');
    },
  };
});

let path: string;
let clock: ManualClock;
const running: SqsEngine[] = [];

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'full-disk-'));
  clock = createManualClock();
});

afterEach(async () => {
  room = Number.POSITIVE_INFINITY;
  for (const engine of running.splice(0)) await engine.close();
  rmSync(path, { recursive: true });
});

function start(settings: { fifo?: boolean } = {}) {
  const engine = createSqsEngine({ baseUrl: () => 'http://sqs', path, clock });
  running.push(engine);
  const name = settings.fifo ? 'work.fifo' : 'work';
  const { arn } = engine.createQueue({ name, contentBasedDeduplication: true, ...settings });
  return { engine, queue: engine.queueByArn(arn) };
}

const message = (body: string, more = {}) => ({ body, attributes: {}, senderId: 'test', ...more });
const bodies = (messages: StoredMessage[]) => messages.map(({ body }) => body);

describe('a queue on a full disk', () => {
  it('refuses what it cannot keep, and has all that it took after the next start', () => {
    const { queue } = start();
    queue.send(message('before'));

    room = 0;
    expect(() => queue.send(message('refused'))).toThrow('ENOSPC');
    room = Number.POSITIVE_INFINITY;
    queue.send(message('after'));

    expect(bodies(queue.list())).toEqual(['before', 'after']);
    expect(bodies(start().queue.list())).toEqual(['before', 'after']);
  });

  it('does not take a message that it refused for a duplicate when it is sent again', () => {
    const { queue } = start({ fifo: true });
    room = 0;
    expect(() => queue.send(message('once', { groupId: 'g' }))).toThrow('ENOSPC');
    room = Number.POSITIVE_INFINITY;

    queue.send(message('once', { groupId: 'g' }));

    expect(bodies(queue.list())).toEqual(['once']);
  });

  it('tells a receiver that waits; neither the timer nor the sender that woke it throws', async () => {
    const { queue } = start();
    queue.send(message('due', { delaySeconds: 1 }));
    const woken = expect(queue.receive({ max: 1, waitMs: 20_000 })).rejects.toThrow('ENOSPC');
    room = 0;

    clock.advance(1_000);

    await woken;
    expect(clock.pending()).toBe(0);
    room = Number.POSITIVE_INFINITY;
    expect(await queue.receive({ max: 1, waitMs: 0 })).toMatchObject([
      { body: 'due', receiveCount: 1 },
    ]);
  });

  it('keeps a message whose removal or visibility cannot be written as it was', async () => {
    const { queue } = start();
    queue.send(message('held'));
    const [held] = await queue.receive({ max: 1, waitMs: 0, visibilityTimeout: 10 });
    const handle = held?.receiptHandle ?? '';

    room = 0;
    expect(() => queue.remove(handle)).toThrow('ENOSPC');
    expect(() => queue.changeVisibility(handle, 60)).toThrow('ENOSPC');
    room = Number.POSITIVE_INFINITY;

    clock.advance(10_000);
    expect(bodies(await queue.receive({ max: 1, waitMs: 0 }))).toEqual(['held']);
  });

  it('goes on with its long file when there is no room for a shorter one', async () => {
    const { queue } = start();
    for (let i = 0; i < 100; i += 1) queue.send(message(`stays ${i}`));
    room = 10_000;

    const [received] = await queue.receive({ max: 1, waitMs: 0 });
    for (let i = 0; i < 5_100; i += 1) {
      queue.changeVisibility(received?.receiptHandle ?? '', 30 + (i % 2));
    }
    queue.send(message('last'));
    room = Number.POSITIVE_INFINITY;

    expect(bodies(start().queue.list())).toHaveLength(101);
  });
});

it('an event source that cannot read its queue says so, and goes on when it can again', async () => {
  const { engine, queue } = start();
  const reasons: string[] = [];
  const handled: string[] = [];
  const source = startEventSource({
    engine,
    queueArn: queue.arn,
    batchSize: 1,
    batchWindowSeconds: 0,
    reportBatchItemFailures: false,
    maxConcurrency: 1,
    async invoke({ Records: [record] }) {
      handled.push(record?.body ?? '');
      return { ok: true, payload: null };
    },
    onError: ({ reason }) => reasons.push(reason),
  });
  queue.send(message('late', { delaySeconds: 1 }));

  room = 0;
  clock.advance(1_000);
  await expect.poll(() => reasons.length, { interval: 1 }).toBe(1);
  room = Number.POSITIVE_INFINITY;
  clock.advance(1_000);

  await expect.poll(() => handled, { interval: 1 }).toEqual(['late']);
  expect(reasons).toEqual(['Error: ENOSPC: no space left on device, write']);
  await source.close();
});
