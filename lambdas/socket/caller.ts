import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { PreviousContact } from '../../protocol/escalation.ts';
import { NotAllowedError } from '../domain/errors.ts';
import type { Opening, TicketHolder } from '../ports.ts';

/** What the authorizer lets travel with every later event of a connection: flat strings. */
export type CallerContext = Record<string, string>;

/** Whose connection an event belongs to. */
export type Caller =
  | ({ role: 'customer'; connectionId: string } & Opening)
  | { role: 'agent'; connectionId: string; connectedAt: number; agentId: string };

/** The holder of a ticket as authorizer context. */
export function contextOf(holder: TicketHolder): CallerContext {
  if (holder.role === 'agent') return { role: 'agent', agentId: holder.agentId };
  const { sessionId, keyHash, customer, customerId, continuedFrom, previous } = holder;
  return {
    role: 'customer',
    sessionId,
    keyHash,
    ...(customer.name && { customerName: customer.name }),
    ...(customer.plan && { customerPlan: customer.plan }),
    ...(customerId && { customerId }),
    ...(continuedFrom && { continuedFrom }),
    ...(previous && { previous: JSON.stringify(previous) }),
  };
}

/** An event of an authorized WebSocket connection. */
export type SocketEvent = APIGatewayProxyWebsocketEventV2 & {
  requestContext: { authorizer?: CallerContext };
};

/** The caller of an event. @throws NotAllowedError `unauthenticated` without authorizer context. */
export function callerOf(event: SocketEvent): Caller {
  const { connectionId, connectedAt, authorizer } = event.requestContext;
  const { role, sessionId, keyHash, agentId, customerName, customerPlan } = authorizer ?? {};
  const { customerId, continuedFrom, previous } = authorizer ?? {};
  if (role === 'agent' && agentId) return { role, connectionId, connectedAt, agentId };
  if (role === 'customer' && sessionId && keyHash) {
    const customer = {
      ...(customerName && { name: customerName }),
      ...(customerPlan && { plan: customerPlan }),
    };
    return {
      role,
      connectionId,
      sessionId,
      keyHash,
      customer,
      ...(customerId && { customerId }),
      ...(continuedFrom && { continuedFrom }),
      // Written by the function above; nobody else can put it there.
      ...(previous && { previous: JSON.parse(previous) as PreviousContact }),
    };
  }
  throw new NotAllowedError('unauthenticated');
}
