import type { ClientFrame } from '../../protocol/client-frames.ts';
import { PROBLEMS } from '../../protocol/problems.ts';
import type { ServerFrame } from '../../protocol/server-frames.ts';
import type { Bot } from '../bot/types.ts';
import { InvalidRequestError, NotAllowedError, SwitchboardError } from '../domain/errors.ts';
import type { Ports } from '../ports.ts';
import { acceptAgentMessage, acceptCustomerMessage } from '../usecases/accept-message.ts';
import { endByCustomer } from '../usecases/end-session.ts';
import { heartbeat } from '../usecases/heartbeat.ts';
import { takeMessage } from '../usecases/leave-message.ts';
import { agentReads, customerReads } from '../usecases/mark-read.ts';
import { cancelEscalation, requestPerson } from '../usecases/request-person.ts';
import { helloFromAgent, helloFromCustomer } from '../usecases/say-hello.ts';
import { agentTypes, customerTypes } from '../usecases/set-typing.ts';
import { submitCsat } from '../usecases/submit-csat.ts';
import type { Caller } from './caller.ts';
import type { FrameRef } from './parse-frame.ts';

type Customer = Extract<Caller, { role: 'customer' }>;
type Agent = Extract<Caller, { role: 'agent' }>;
type Answer = Promise<ServerFrame | null>;

/**
 * Answers one frame; `null` if its type has no answer.
 *
 * @throws SwitchboardError for every refusal.
 */
export function answerFrame(ports: Ports, bot: Bot, caller: Caller, frame: ClientFrame): Answer {
  return caller.role === 'customer'
    ? answerCustomer(ports, bot, caller, frame)
    : answerAgent(ports, caller, frame);
}

async function answerCustomer(
  ports: Ports,
  bot: Bot,
  caller: Customer,
  frame: ClientFrame,
): Answer {
  if ('sessionId' in frame && frame.sessionId !== caller.sessionId) {
    throw new NotAllowedError('not_your_session');
  }
  const { sessionId, connectionId } = caller;
  switch (frame.type) {
    case 'session.hello':
      return helloFromCustomer(ports, { ...frame, connectionId });
    case 'message.send':
      return acceptCustomerMessage(ports, bot, frame);
    case 'typing.set':
      return quietly(customerTypes(ports, frame));
    case 'message.read':
      return quietly(customerReads(ports, frame));
    case 'message.leave':
      return takeMessage(ports, frame);
    case 'csat.submit':
      return submitCsat(ports, frame);
    case 'escalation.request':
      return requestPerson(ports, sessionId);
    case 'escalation.cancel':
      return cancelEscalation(ports, sessionId);
    case 'session.end':
      return endByCustomer(ports, sessionId);
    case 'ping':
      return { type: 'pong' };
    case 'agent.heartbeat':
      throw new NotAllowedError('wrong_role');
  }
}

async function answerAgent(ports: Ports, caller: Agent, frame: ClientFrame): Answer {
  const { agentId, connectionId } = caller;
  switch (frame.type) {
    case 'session.hello':
      return helloFromAgent(ports, { ...frame, agentId }, caller);
    case 'message.send':
      return acceptAgentMessage(ports, agentId, frame);
    case 'typing.set':
      return quietly(agentTypes(ports, agentId, frame));
    case 'message.read':
      return quietly(agentReads(ports, agentId, frame));
    case 'agent.heartbeat':
      return heartbeat(ports, agentId, connectionId);
    case 'ping':
      return { type: 'pong' };
    case 'escalation.request':
    case 'escalation.cancel':
    case 'message.leave':
    case 'csat.submit':
    case 'session.end':
      throw new NotAllowedError('wrong_role');
  }
}

/** The refusal as a frame. Anything unforeseen is `internal`: no stack, no text. */
export function problemFrame(error: unknown, ref: string, about: FrameRef): ServerFrame {
  const known = error instanceof SwitchboardError ? error : null;
  const code = known?.code ?? 'internal';
  const { title, retriable } = PROBLEMS[code];
  const field = error instanceof InvalidRequestError ? error.details.field : undefined;
  return {
    type: 'problem',
    code,
    title,
    retriable,
    ref,
    ...about,
    ...(typeof field === 'string' && { field }),
  };
}

async function quietly(done: Promise<void>): Answer {
  await done;
  return null;
}
