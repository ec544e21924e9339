import type { FaultOrder } from '../../../local/faults/order.ts';
import { createRandom } from '../../simulation/random.ts';

/**
 * Every kind of fault, aimed at the places where a chat could lose or double something. The rates
 * are such that the SDK's three attempts fail together now and then, and conversations still end.
 */
export const STORM: readonly FaultOrder[] = [
  { kind: 'throttle', where: { service: 'dynamodb' }, rate: 0.03 },
  { kind: 'throttle', where: { service: 'sqs' }, rate: 0.05 },
  { kind: 'throttle', where: { service: 'execute-api' }, rate: 0.03 },
  { kind: 'server_error', where: { service: 'dynamodb' }, rate: 0.02 },
  { kind: 'server_error', where: { service: 'sqs' }, rate: 0.03 },
  { kind: 'server_error', where: { service: 'execute-api' }, rate: 0.02 },
  // The SDK does not retry these: the product's own loop has to.
  { kind: 'transaction_conflict', where: { operation: 'TransactWriteItems' }, rate: 0.08 },
  { kind: 'transaction_conflict', where: { operation: '*Item' }, rate: 0.02 },
  { kind: 'latency', where: { service: 'dynamodb' }, rate: 0.03, ms: 80 },
  { kind: 'latency', where: { service: 'execute-api' }, rate: 0.03, ms: 120 },
  // Frames of one sender overtake each other on their way to the function.
  { kind: 'latency', where: { service: 'lambda', function: 'message' }, rate: 0.06, ms: 200 },
  { kind: 'latency', where: { service: 'lambda' }, rate: 0.03, ms: 100 },
  // Stored, and nobody knows.
  {
    kind: 'lost_response',
    where: { function: 'message', operation: 'TransactWriteItems' },
    rate: 0.06,
  },
  { kind: 'lost_response', where: { function: 'message', operation: 'UpdateItem' }, rate: 0.03 },
  { kind: 'lost_response', where: { function: 'api', service: 'dynamodb' }, rate: 0.02 },
  { kind: 'lost_response', where: { function: 'analyze', service: 'dynamodb' }, rate: 0.03 },
  { kind: 'lost_response', where: { service: 'sqs' }, rate: 0.04 },
  { kind: 'lost_response', where: { service: 'execute-api' }, rate: 0.02 },
  // Committed, and only some of the timers that follow from it are set.
  { kind: 'partial_batch', where: { service: 'sqs' }, rate: 0.04 },
  { kind: 'gone', rate: 0.015 },
  { kind: 'duplicate_delivery', where: { queue: '*' }, rate: 0.2, ms: 150 },
  { kind: 'delayed_delivery', where: { queue: '*' }, rate: 0.15, ms: 400 },
  { kind: 'batch_disorder', where: { queue: '*' } },
  { kind: 'dropped_disconnect', rate: 0.4 },
  // After the commit, before whatever follows it: queue, push, acknowledgement.
  ...['message', 'api', 'analyze', 'timers'].map(
    (name): FaultOrder => ({
      kind: 'killed_function',
      where: { function: name, operation: 'TransactWriteItems' },
      rate: 0.04,
      afterCalls: 1,
    }),
  ),
  // Between a commit and what follows it on the queues.
  {
    kind: 'killed_function',
    where: { function: 'message', service: 'sqs' },
    rate: 0.03,
    afterCalls: 1,
  },
  { kind: 'killed_function', where: { function: 'connect' }, rate: 0.03, afterCalls: 1 },
  { kind: 'killed_function', where: { function: 'disconnect' }, rate: 0.1, afterCalls: 1 },
  { kind: 'retried', where: { function: 'analyze' }, rate: 0.15 },
  { kind: 'retried', where: { function: 'timers' }, rate: 0.1 },
  ...['api', 'timers'].map(
    (name): FaultOrder => ({
      kind: 'index_lag',
      where: { function: name, index: '*' },
      rate: 0.3,
      ms: 600,
    }),
  ),
];

/** What one conversation will be like, as far as people decide it. */
export interface Script {
  name: string;
  question: string;
  complaint: string;
  /** Said while nobody has joined yet. */
  whileWaiting: readonly string[];
  /** From the customer, before and after the middle of the talk. */
  up: readonly [readonly string[], readonly string[]];
  /** From the agent. */
  down: readonly [readonly string[], readonly string[]];
  /** Numbers of the two agents that click on it at the same time. */
  claimers: readonly [number, number];
  /** Whose cable is cut in the middle and plugged in again later. */
  cuts: { customer: boolean; agent: boolean };
  /** Seeds the jitter of the customer's client. */
  jitter: () => number;
}

const QUESTIONS = ['Hi, how do I set up voicemail?', 'How do I change my Wi-Fi password?'] as const;
const COMPLAINTS = [
  'I’m very frustrated! My bill is wrong again',
  'I want to talk to a person, please',
] as const;

/** The conversations of a seed; each one's chance is its own. */
export function scriptsOf(seed: number, conversations: number, agents: number): Script[] {
  return Array.from({ length: conversations }, (_, i) => {
    const name = `conversation ${i + 1}`;
    const random = createRandom(seed, name);
    const lines = (who: string, least: number) =>
      Array.from({ length: random.int(least, least + 2) }, (_, n) => `${who} ${i + 1}.${n + 1}`);
    const first = random.int(0, agents - 1);
    return {
      name,
      question: random.pick(QUESTIONS),
      complaint: random.pick(COMPLAINTS),
      whileWaiting: random.chance(0.5) ? [`waiting ${i + 1}`] : [],
      up: [lines('up', 1), lines('up again', 1)],
      down: [lines('down', 1), lines('down again', 2)],
      claimers: [first, (first + random.int(1, agents - 1)) % agents],
      cuts: { customer: random.chance(0.7), agent: random.chance(0.15) },
      jitter: random.next,
    };
  });
}
