import * as z from 'zod/mini';
import { Seq, SessionId } from './primitives.ts';
import { QueueName } from './vocabulary.ts';

/** On the candidates queue: this turn might need a person. The analyzer reads the rest. */
export const Candidate = z.object({ sessionId: SessionId, seq: Seq });
export type Candidate = z.infer<typeof Candidate>;

/**
 * On the timers queue, delayed: look whether a deadline has passed. Each names the fact that it
 * guards and does nothing when that fact is gone.
 */
export const Timer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('customer_lost'), sessionId: SessionId, connectionId: z.string() }),
  z.object({ kind: z.literal('wrap_up'), sessionId: SessionId, assignmentId: z.string() }),
  z.object({ kind: z.literal('agent_lost'), agentId: z.string(), connectionId: z.string() }),
  z.object({ kind: z.literal('offer'), sessionId: SessionId, offerId: z.string() }),
  z.object({ kind: z.literal('max_wait'), sessionId: SessionId, escalationId: z.string() }),
  /** The agent's time to answer, the customer's silence, the end of a hold. */
  z.object({ kind: z.literal('attention'), sessionId: SessionId, assignmentId: z.string() }),
  /** Not a deadline but work: somebody waits or somebody is free, so bring them together. */
  z.object({
    kind: z.literal('route'),
    queues: z.array(QueueName),
    /** A session that the index may not show yet. */
    sessionId: z.optional(SessionId),
  }),
]);
export type Timer = z.infer<typeof Timer>;
