import type { Scenario } from '../stage.ts';
import { callsTo } from './calls.ts';

/** Delay, visibility, long polls and dead letters. */
export const TIME: readonly Scenario[] = [
  {
    name: 'a message is held for its visibility timeout, then comes again',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('held', { visibilityTimeout: 2 }));
      await queue.send('one');
      await queue.receive();
      await queue.receive();
      await queue.depth();
      await stage.pass(2);
      await queue.depth();
      await queue.receive();
    },
  },
  {
    name: 'a receiver may ask for another visibility timeout',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('asked', { visibilityTimeout: 30 }));
      await queue.send('one');
      await queue.receive({ VisibilityTimeout: 1 });
      await queue.receive();
      await stage.pass(1);
      await queue.receive({ VisibilityTimeout: 0 });
      await queue.receive();
    },
  },
  {
    name: 'the visibility timeout of a held message changes',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('changed', { visibilityTimeout: 30 }));
      await queue.send('one');
      const [first] = await queue.receive();
      await queue.visibleIn(first?.ReceiptHandle, 0);
      const [second] = await queue.receive();
      await queue.visibleIn(second?.ReceiptHandle, 2);
      await stage.pass(1);
      await queue.receive();
      await stage.pass(1);
      const [third] = await queue.receive();
      await queue.remove(third?.ReceiptHandle);
      await queue.visibleIn(third?.ReceiptHandle, 5);
      await queue.depth();
    },
  },
  {
    name: 'a message that is visible again can still be deleted by the handle of its last receipt',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('visible', { visibilityTimeout: 1 }));
      await queue.send('one');
      const [message] = await queue.receive();
      await stage.pass(1);
      await queue.visibleIn(message?.ReceiptHandle, 5);
      await queue.remove(message?.ReceiptHandle);
      await queue.remove(message?.ReceiptHandle);
      await queue.receive();
      await queue.depth();
    },
  },
  {
    name: 'a queue and a message may be delayed',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('delayed', { delaySeconds: 2 }));
      await queue.send('by the queue');
      await queue.send('at once', { DelaySeconds: 0 });
      await queue.send('by itself', { DelaySeconds: 4 });
      await queue.depth();
      await queue.receive();
      await stage.pass(2);
      await queue.receive();
      await stage.pass(2);
      await queue.receive();
      await queue.depth();
    },
  },
  {
    name: 'a long poll ends with the first message or with nothing',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('polled'));
      const waiting = queue.receive({ WaitTimeSeconds: 5 });
      await stage.settled();
      await queue.send('here');
      await waiting;
      const vain = queue.receive({ WaitTimeSeconds: 1 });
      await stage.settled();
      await stage.pass(1);
      await vain;
    },
  },
  {
    name: 'a long poll ends with a message that becomes visible',
    async play(stage) {
      const queue = callsTo(stage, await stage.queue('woken', { receiveWaitSeconds: 5 }));
      await queue.send('later', { DelaySeconds: 1 });
      const waiting = queue.receive();
      await stage.settled();
      await stage.pass(1);
      await waiting;
    },
  },
  {
    name: 'a message that is received too often goes to the dead letters',
    async play(stage) {
      const dead = callsTo(stage, await stage.queue('dead'));
      const redrive = { to: dead.arn, maxReceiveCount: 2 };
      const queue = callsTo(stage, await stage.queue('work', { visibilityTimeout: 1, redrive }));
      await queue.send('poison', { DelaySeconds: 0 });
      for (let time = 0; time < 2; time += 1) {
        await queue.receive();
        await stage.pass(1);
      }
      await queue.receive();
      await queue.depth();
      await dead.depth();
      await dead.receive();
    },
  },
];
