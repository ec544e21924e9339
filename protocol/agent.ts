import * as z from 'zod/mini';
import { Timestamp } from './primitives.ts';
import { AgentStatus, Availability, QueueName } from './vocabulary.ts';

/** An agent or supervisor as the dashboard sees them. */
export const Agent = z.object({
  agentId: z.string(),
  name: z.string(),
  team: z.string(),
  supervisor: z.boolean(),
  queues: z.array(QueueName),
  availability: Availability,
  /** Most sessions held at once. */
  capacity: z.int(),
  /** Ids of the sessions held now, wrap-ups included. */
  sessions: z.array(z.string()),
  /** Last sign of life on the socket. */
  seenAt: z.nullable(Timestamp),
  /** Whether the socket lives. */
  present: z.boolean(),
  /** What counts for routing; only `available` and present is offered anything. */
  status: AgentStatus,
});
export type Agent = z.infer<typeof Agent>;
