import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../../../local/sqs/contracts.ts';
import { createSqsEngine, type SqsEngine } from '../../../../local/sqs/engine.ts';

let path: string;
let now: number;
const running: SqsEngine[] = [];
const dead = 'arn:aws:sqs:us-east-1:000000000000:dead';

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'journal-'));
  now = 1_000_000;
});

afterEach(async () => {
  for (const engine of running.splice(0)) await engine.close();
  rmSync(path, { recursive: true });
});

/** A process of its own: what was open before is not closed, as at a crash. */
function start() {
  const clock = { now: () => now, setTimeout: () => 0, clearTimeout: () => {} };
  const engine = createSqsEngine({ baseUrl: () => 'http://sqs', path, clock });
  running.push(engine);
  engine.createQueue({ name: 'dead' });
  const { arn } = engine.createQueue({
    name: 'work',
    visibilityTimeout: 30,
    redrive: { deadLetterArn: dead, maxReceiveCount: 1 },
  });
  return { engine, queue: engine.queueByArn(arn) };
}

const message = (body: string, delaySeconds?: number) => ({
  body,
  attributes: { kind: { DataType: 'String', StringValue: 'é' } },
  senderId: 'test',
  ...(delaySeconds !== undefined && { delaySeconds }),
});
const bodies = (messages: StoredMessage[]) => messages.map(({ body }) => body);

describe('queues that keep their messages', () => {
  it('have what waits, what is delayed and what is in flight after a crash, and nothing else', async () => {
    const { queue } = start();
    queue.send(message('held'));
    const [held] = await queue.receive({ max: 1, waitMs: 0 });
    queue.send(message('done'));
    const [done] = await queue.receive({ max: 1, waitMs: 0 });
    queue.remove(done?.receiptHandle ?? '');
    queue.send(message('waits'));
    queue.send(message('later', 60));

    const again = start().queue;

    expect(bodies(again.list())).toEqual(['held', 'waits', 'later']);
    expect(again.list()[1]?.attributes).toEqual(message('').attributes);
    expect(again.depth()).toEqual({ visible: 1, inFlight: 1, delayed: 1 });
    expect(bodies(await again.receive({ max: 10, waitMs: 0 }))).toEqual(['waits']);
    expect(again.remove(held?.receiptHandle ?? '')).toBe(true);
  });

  it('let a timer run on while nothing runs', async () => {
    start().queue.send(message('later', 60));
    now += 59_000;
    expect(start().queue.depth()).toMatchObject({ visible: 0, delayed: 1 });
    now += 2_000;
    expect(bodies(await start().queue.receive({ max: 1, waitMs: 0 }))).toEqual(['later']);
  });

  it('keep dead letters with where they came from, and what was sent back', async () => {
    const first = start();
    first.queue.send(message('poison'));
    await first.queue.receive({ max: 1, waitMs: 0 });
    now += 31_000;
    await first.queue.receive({ max: 1, waitMs: 0 });

    const second = start();
    expect(bodies(second.engine.queueByArn(dead).list())).toEqual(['poison']);
    expect(second.engine.sendBack(dead)).toBe(1);

    const third = start();
    expect(bodies(third.queue.list())).toEqual(['poison']);
    expect(third.engine.queueByArn(dead).list()).toEqual([]);
  });

  it('keep a message in one of two queues whenever the process is killed on its way', async () => {
    const killed = () => {
      throw new Error('killed');
    };
    const first = start();
    first.queue.send(message('poison'));
    await first.queue.receive({ max: 1, waitMs: 0 });
    now += 31_000;
    first.engine.queueByArn(dead).accept = killed;
    await expect(first.queue.receive({ max: 1, waitMs: 0 })).rejects.toThrow('killed');

    const second = start();
    expect(bodies(second.queue.list())).toEqual(['poison']);
    await second.queue.receive({ max: 1, waitMs: 0 });
    second.queue.accept = killed;
    expect(() => second.engine.sendBack(dead)).toThrow('killed');

    expect(bodies(start().engine.queueByArn(dead).list())).toEqual(['poison']);
  });

  it('leave out a last line that was cut short, and refuse any other they cannot read', () => {
    const file = join(path, 'work.jsonl');
    start().queue.send(message('whole'));
    appendFileSync(file, '{"put":{"body":"ha');
    expect(bodies(start().queue.list())).toEqual(['whole']);
    writeFileSync(file, `nonsense\n${readFileSync(file, 'utf8')}`);
    expect(() => start()).toThrow('work.jsonl:1 is no entry of a queue');
  });

  it.each(['null', '5', '{}', '{"put":{"id":"a"},"key":"a"}', ''])(
    'refuse a line that was made %j by hand, and name it',
    (line) => {
      start().queue.send(message('whole'));
      appendFileSync(join(path, 'work.jsonl'), `${line}\n`);
      expect(() => start()).toThrow('work.jsonl:2 is no entry of a queue');
    },
  );

  it('have the last message of a file that an editor saved without its last line feed', () => {
    const file = join(path, 'work.jsonl');
    start().queue.send(message('whole'));
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd());
    expect(bodies(start().queue.list())).toEqual(['whole']);
  });

  it('number the messages of a FIFO queue on from the last run, although none is left of it', async () => {
    const settings = { name: 'work.fifo', fifo: true, contentBasedDeduplication: true };
    const runOnce = async () => {
      const { engine } = start();
      const queue = engine.queueByArn(engine.createQueue(settings).arn);
      for (const body of ['one', 'two']) queue.send({ ...message(body), groupId: 'g' });
      const received = await queue.receive({ max: 10, waitMs: 0 });
      for (const { receiptHandle } of received) queue.remove(receiptHandle ?? '');
      return received.map(({ sequenceNumber }) => sequenceNumber ?? '');
    };

    const first = await runOnce();
    now += 1;
    const numbers = [...first, ...(await runOnce())];

    expect(numbers).toHaveLength(4);
    expect([...new Set(numbers)].sort()).toEqual(numbers);
  });

  it('give a message of a FIFO queue that is sent back a number of its own', async () => {
    const startFifo = () => {
      const { engine } = start();
      const common = { fifo: true, contentBasedDeduplication: true };
      const { arn: deadLetterArn } = engine.createQueue({ name: 'dead.fifo', ...common });
      const redrive = { deadLetterArn, maxReceiveCount: 1 };
      const { arn } = engine.createQueue({ name: 'work.fifo', ...common, redrive });
      return { engine, queue: engine.queueByArn(arn), deadLetterArn };
    };
    const { queue: first } = startFifo();
    const sent = first.send({ ...message('poison'), groupId: 'g' }).sequenceNumber;
    await first.receive({ max: 1, waitMs: 0, visibilityTimeout: 0 });
    await first.receive({ max: 1, waitMs: 0 });
    now += 1;

    const { engine, queue, deadLetterArn } = startFifo();
    engine.sendBack(deadLetterArn);

    const [back] = await queue.receive({ max: 1, waitMs: 0 });
    expect(back?.body).toBe('poison');
    expect(Number(back?.sequenceNumber)).toBeGreaterThan(Number(sent));
  });

  it('do not let the file grow with messages that are gone', async () => {
    const { queue } = start();
    for (let i = 0; i < 3_000; i += 1) {
      queue.send(message(`m${i}`));
      const [received] = await queue.receive({ max: 1, waitMs: 0 });
      queue.remove(received?.receiptHandle ?? '');
    }
    const lines = readFileSync(join(path, 'work.jsonl'), 'utf8').split('\n').length;
    expect(lines).toBeLessThan(5_010);
  });
});
