import * as z from 'zod/mini';
import { Seq, SessionId } from './primitives.ts';

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
]);
export type Timer = z.infer<typeof Timer>;
