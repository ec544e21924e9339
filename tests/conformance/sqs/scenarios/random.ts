import { createRandom, type Random } from '../../../simulation/random.ts';
import type { Scenario } from '../stage.ts';
import { callsTo, type QueueCalls } from './calls.ts';

const STEPS = 60;
/** A receive of ten finds all there is of these, so that no queue has a choice. */
const MOST_SENT = 10;

/** Sends, receipts, deletions and returns in any order, to one queue with dead letters. */
export function randomWalk(seed: number, fifo: boolean): Scenario {
  const kind = fifo ? 'FIFO' : 'standard';
  return {
    name: `random calls to a ${kind} queue, seed ${seed}`,
    async play(stage) {
      const random = createRandom(seed, kind);
      const dead = callsTo(stage, await stage.queue('dead', { fifo }));
      const redrive = { to: dead.arn, maxReceiveCount: 3 };
      const queue = callsTo(
        stage,
        await stage.queue('walk', { fifo, visibilityTimeout: 600, redrive }),
      );
      const handles: (string | undefined)[] = [];
      let sent = 0;
      for (let step = 0; step < STEPS; step += 1) {
        const handle = handles.length > 0 ? random.pick(handles) : undefined;
        const chance = random.next();
        if (chance < 0.35 && sent < MOST_SENT) sent += await send(queue, random, fifo, sent);
        else if (chance < 0.6 || handle === undefined) {
          const received = await queue.receive();
          const inOrder = [...received].sort((a, b) => ((a.Body ?? '') < (b.Body ?? '') ? -1 : 1));
          handles.push(...inOrder.map(({ ReceiptHandle }) => ReceiptHandle));
        } else if (chance < 0.8) await queue.visibleIn(handle, 0);
        else await queue.remove(handle);
        if (random.chance(0.1)) await queue.depth();
      }
      await queue.receive();
      await queue.depth();
      await dead.receive();
    },
  };
}

async function send(
  queue: QueueCalls,
  random: Random,
  fifo: boolean,
  sent: number,
): Promise<number> {
  const body = `m${String(sent).padStart(2, '0')}`;
  const ids = {
    MessageGroupId: random.pick(['a', 'b', 'c']),
    MessageDeduplicationId: random.chance(0.2) ? 'again' : body,
  };
  await queue.send(body, fifo ? ids : {});
  return 1;
}
