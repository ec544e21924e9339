import { beforeEach, describe, expect, it } from 'vitest';
import type { Queue } from '../../../../local/sqs/contracts.ts';
import type { NewMessage } from '../../../../local/sqs/message.ts';
import { createQueue } from '../../../../local/sqs/queue.ts';
import { createManualClock, type ManualClock } from '../../../contract/manual-clock.ts';

const ARN = 'arn:aws:sqs:us-east-1:000000000000:timers';
const message = (body: string, delaySeconds?: number): NewMessage => ({
  body,
  attributes: {},
  senderId: 'caller',
  ...(delaySeconds !== undefined && { delaySeconds }),
});

let clock: ManualClock;
let queue: Queue;

beforeEach(() => {
  clock = createManualClock();
  queue = createQueue(ARN, { name: 'timers', delaySeconds: 10 }, clock, () => undefined);
});

describe('a queue', () => {
  it('delays by its own setting unless a message says otherwise, 0 included', async () => {
    queue.send(message('default'));
    queue.send(message('at once', 0));

    const first = await queue.receive({ max: 10, waitMs: 0 });
    clock.advance(10_000);
    const second = await queue.receive({ max: 10, waitMs: 0 });

    expect(first.map(({ body }) => body)).toEqual(['at once']);
    expect(second.map(({ body }) => body)).toEqual(['default']);
  });

  it('hands out messages in the order they become due', async () => {
    for (const seconds of [30, 10, 20]) queue.send(message(`${seconds}`, seconds));
    clock.advance(30_000);

    const received = await queue.receive({ max: 10, waitMs: 0 });

    expect(received.map(({ body }) => body)).toEqual(['10', '20', '30']);
  });

  it('hands each message to one of several waiting receivers, the longest waiting first', async () => {
    const first = queue.receive({ max: 10, waitMs: Number.POSITIVE_INFINITY });
    const second = queue.receive({ max: 10, waitMs: Number.POSITIVE_INFINITY });
    queue.send(message('one', 0));
    queue.send(message('two', 0));

    const bodies = (await Promise.all([first, second])).flat().map(({ body }) => body);

    expect(bodies).toEqual(['one', 'two']);
    expect(clock.pending()).toBe(0);
  });

  it('hands a message out once in one receive, even if it stays visible', async () => {
    queue.send(message('visible', 0));

    const received = await queue.receive({ max: 10, waitMs: 0, visibilityTimeout: 0 });

    expect(received).toHaveLength(1);
  });

  it('sets one timer at most, for the next due message, however many wait', async () => {
    for (const seconds of [10, 20, 30]) queue.send(message(`${seconds}`, seconds));
    const receivers = [1, 2, 3].map(() =>
      queue.receive({ max: 1, waitMs: Number.POSITIVE_INFINITY }),
    );
    const timers = clock.pending();

    clock.advance(30_000);

    expect(timers).toBe(1);
    const bodies = (await Promise.all(receivers)).flat().map(({ body }) => body);
    expect(bodies).toEqual(['10', '20', '30']);
    expect(clock.pending()).toBe(0);
  });

  it('ends every wait when it is closed, and leaves no timer', async () => {
    queue.send(message('later'));
    const waiting = queue.receive({ max: 1, waitMs: 20_000 });

    queue.close();

    expect(await waiting).toEqual([]);
    expect(clock.pending()).toBe(0);
  });
});
