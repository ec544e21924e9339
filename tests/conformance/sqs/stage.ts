import type { SQSClient } from '@aws-sdk/client-sqs';
import { createNormaliser } from './normal.ts';

/** A queue as a scenario asks for it; times in seconds. */
export interface QueuePlan {
  delaySeconds?: number;
  visibilityTimeout?: number;
  receiveWaitSeconds?: number;
  redrive?: { to: string; maxReceiveCount: number };
  fifo?: boolean;
  contentBasedDeduplication?: boolean;
}

/** A queue that was made. */
export interface MadeQueue {
  url: string;
  arn: string;
}

/** One of the services that the suite can be played to. */
export interface Side {
  client: SQSClient;
  /** Makes a queue; names that end in `.fifo` are those of FIFO queues. */
  createQueue(name: string, plan: QueuePlan): Promise<MadeQueue>;
  /** Lets time pass. */
  pass(seconds: number): Promise<void>;
  /** Answers once a long poll that was just sent waits. */
  settled(): Promise<void>;
}

/** What was asked and what came of it, with everything that differs from run to run named anew. */
export interface Step {
  scenario: string;
  call: string;
  answer: unknown;
}

/** A command of the SDK. */
interface Command {
  constructor: { name: string };
  input: object;
}
type Output = Record<string, unknown>;

/** How a scenario talks to a service. */
export interface Stage {
  queue(name: string, plan?: QueuePlan): Promise<MadeQueue>;
  /** Sends a command; answers its output, and nothing where it was refused. */
  call<T extends object = Output>(command: Command): Promise<Partial<T>>;
  pass(seconds: number): Promise<void>;
  settled(): Promise<void>;
}

/** Calls that belong together, with a name that says what they are about. */
export interface Scenario {
  name: string;
  play(stage: Stage): Promise<void>;
}

/** Plays one scenario to one service, and answers every step of it. */
export async function play(side: Side, { name: scenario, play: run }: Scenario): Promise<Step[]> {
  const steps: Step[] = [];
  const normal = createNormaliser();
  let made = 0;
  await run({
    async queue(name, plan = {}) {
      made += 1;
      const unique = `${name}-${Date.now().toString(36)}-${made}${plan.fifo ? '.fifo' : ''}`;
      const queue = await side.createQueue(unique, plan);
      normal.queueIs(queue, plan.fifo ? `${name}.fifo` : name);
      return queue;
    },
    async call<T>(command: Command) {
      const operation = command.constructor.name.replace(/Command$/, '');
      const input = { ...command.input };
      // The place of the call, not of its answer, among those that wait for each other.
      const step: Step = { scenario, call: operation, answer: undefined };
      steps.push(step);
      try {
        const { $metadata: _, ...output } = (await side.client.send(
          command as never,
        )) as object as Output;
        step.call = normal.call(operation, input);
        step.answer = normal.output(input, output);
        return output as Partial<T>;
      } catch (error) {
        const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
        step.call = normal.call(operation, input);
        step.answer = { error: name, status: $metadata?.httpStatusCode ?? 'none' };
        return {};
      }
    },
    pass: side.pass,
    settled: side.settled,
  });
  return steps;
}
