import { type Context, Hono } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import { bodyLimit } from 'hono/body-limit';
import type { ZodMiniType } from 'zod/mini';
import {
  AddNote,
  AnswerOffer,
  AssignSession,
  CannedReplies,
  CreateTicket,
  Day,
  EditAgent,
  GiveFeedback,
  type SessionResult,
  SetAvailability,
  SubmitWrapUp,
  TransferSession,
} from '../../protocol/http.ts';
import { MAX_FRAME_BYTES } from '../../protocol/limits.ts';
import { Seq, SessionId } from '../../protocol/primitives.ts';
import { InvalidRequestError, NotAllowedError } from '../domain/errors.ts';
import type { Session } from '../domain/session.ts';
import type { AgentProfile, Ports } from '../ports.ts';
import { reportRefusal } from '../runtime/report-refusal.ts';
import { invalid } from '../runtime/schema-error.ts';
import { addNote } from '../usecases/add-note.ts';
import { rejectOffer } from '../usecases/answer-offer.ts';
import { readCannedReplies, writeCannedReplies } from '../usecases/canned-replies.ts';
import { acceptOffer, claimSession } from '../usecases/claim-session.ts';
import { editAgent, listAgents } from '../usecases/edit-agent.ts';
import { endByAgent } from '../usecases/end-session.ts';
import { exportFeedback } from '../usecases/export-feedback.ts';
import { giveFeedback } from '../usecases/give-feedback.ts';
import { holdSession, resumeSession } from '../usecases/hold-session.ts';
import { issueAgentTicket, issueCustomerTicket } from '../usecases/issue-ticket.ts';
import { handleLeftMessage, listLeftMessages } from '../usecases/leave-message.ts';
import { releaseSession, returnSessionToBot, transferSession } from '../usecases/leave-session.ts';
import { readMetrics } from '../usecases/read-metrics.ts';
import {
  listEscalations,
  listSessions,
  readContext,
  readMessages,
  sessionView,
} from '../usecases/read-sessions.ts';
import { reassignSession } from '../usecases/reassign-session.ts';
import { setAvailability } from '../usecases/set-availability.ts';
import { submitWrapUp } from '../usecases/submit-wrap-up.ts';
import { type GroupRule, profileOf } from './caller.ts';
import { problemDetails } from './problem-details.ts';

/** What the deployment tells the HTTP API. */
export interface ApiSettings {
  /** Sites that may open connections, as in the Origin header. */
  allowedOrigins: readonly string[];
  groups: GroupRule;
}

type Env = { Bindings: { event: LambdaEvent } };
type ApiContext = Context<Env>;
type Command = (ports: Ports, agent: AgentProfile, sessionId: string) => Promise<Session>;

/** The HTTP API: tickets, and what agents command and ask. */
export function createApp(ports: Ports, settings: ApiSettings): Hono<Env> {
  const app = new Hono<Env>();
  app.use(
    bodyLimit({
      maxSize: MAX_FRAME_BYTES,
      onError: () => {
        throw new InvalidRequestError('too_large');
      },
    }),
  );
  app.onError((error, c) => {
    const problem = problemDetails(error, refOf(c));
    reportRefusal(ports.telemetry, error, problem.ref);
    return c.body(JSON.stringify(problem), problem.status as 400, {
      'content-type': 'application/problem+json',
    });
  });
  app.notFound(() => {
    throw new NotAllowedError('not_found');
  });

  const agentOf = (c: ApiContext) => profileOf(claimsOf(c), settings.groups);
  const originOf = (c: ApiContext) => {
    const origin = c.req.header('origin') ?? '';
    if (!settings.allowedOrigins.includes(origin)) throw new NotAllowedError('origin_not_allowed');
    return origin;
  };
  const command = (run: Command) => async (c: ApiContext) => {
    const session = await run(ports, agentOf(c), sessionIdOf(c));
    return c.json({ session: sessionView(session) } satisfies SessionResult);
  };

  app.post('/tickets', async (c) => {
    const caller = { origin: originOf(c), address: addressOf(c) };
    const request = await bodyOf(c, CreateTicket);
    return c.json(await issueCustomerTicket(ports, request, caller), 201);
  });
  app.post('/agent/tickets', async (c) => {
    const agent = agentOf(c);
    return c.json(await issueAgentTicket(ports, agent, originOf(c)), 201);
  });
  app.put('/agent/availability', async (c) => {
    const { agentId } = agentOf(c);
    const { availability } = await bodyOf(c, SetAvailability);
    return c.json(await setAvailability(ports, agentId, availability));
  });
  app.get('/agent/sessions', async (c) => c.json(await listSessions(ports, agentOf(c).agentId)));
  app.get('/escalations', async (c) => c.json(await listEscalations(ports, agentOf(c))));
  app.get('/sessions/:sessionId', async (c) =>
    c.json(await readContext(ports, agentOf(c), sessionIdOf(c))),
  );
  app.get('/sessions/:sessionId/messages', async (c) => {
    const after = parse(Seq, Number(c.req.query('after') ?? 0), 'after');
    return c.json(await readMessages(ports, agentOf(c), sessionIdOf(c), after));
  });
  app.put('/sessions/:sessionId/assignment', async (c) => {
    agentOf(c);
    const { agentId } = await bodyOf(c, AssignSession, {});
    const run: Command = (p, agent, id) =>
      agentId ? reassignSession(p, agent, id, agentId) : claimSession(p, agent, id);
    return command(run)(c);
  });
  app.delete('/sessions/:sessionId/assignment', command(releaseSession));
  app.post('/sessions/:sessionId/return-to-bot', command(returnSessionToBot));
  app.post('/sessions/:sessionId/transfer', async (c) => {
    agentOf(c);
    const target = await bodyOf(c, TransferSession);
    return command((p, agent, id) => transferSession(p, agent, id, target))(c);
  });
  app.post('/sessions/:sessionId/hold', command(holdSession));
  app.post('/sessions/:sessionId/resume', command(resumeSession));
  app.post('/sessions/:sessionId/end', command(endByAgent));
  app.post('/sessions/:sessionId/notes', async (c) => {
    const agent = agentOf(c);
    const note = await bodyOf(c, AddNote);
    return c.json(await addNote(ports, agent, sessionIdOf(c), note), 201);
  });
  app.post('/sessions/:sessionId/wrap-up', async (c) => {
    const agent = agentOf(c);
    const wrapUp = await bodyOf(c, SubmitWrapUp);
    const session = await submitWrapUp(ports, agent, sessionIdOf(c), wrapUp);
    return c.json({ session: sessionView(session) } satisfies SessionResult);
  });
  app.put('/sessions/:sessionId/feedback', async (c) => {
    const agent = agentOf(c);
    const given = await bodyOf(c, GiveFeedback);
    return c.json(await giveFeedback(ports, agent, sessionIdOf(c), given));
  });
  app.get('/feedback', async (c) => {
    const { from, to, next } = c.req.query();
    return c.json(await exportFeedback(ports, agentOf(c), { from, to, next }));
  });
  app.post('/offers/:offerId/accept', async (c) => {
    const agent = agentOf(c);
    const session = await acceptOffer(ports, agent, await offerOf(c));
    return c.json({ session: sessionView(session) } satisfies SessionResult);
  });
  app.post('/offers/:offerId/reject', async (c) => {
    const agent = agentOf(c);
    await rejectOffer(ports, agent, await offerOf(c));
    return c.body(null, 204);
  });
  app.get('/agents', async (c) => {
    agentOf(c);
    return c.json(await listAgents(ports));
  });
  app.put('/agents/:agentId', async (c) => {
    const supervisor = agentOf(c);
    const change = await bodyOf(c, EditAgent);
    return c.json(await editAgent(ports, supervisor, c.req.param('agentId'), change));
  });
  app.get('/canned-replies', async (c) => {
    agentOf(c);
    return c.json(await readCannedReplies(ports));
  });
  app.put('/canned-replies', async (c) => {
    const supervisor = agentOf(c);
    return c.json(await writeCannedReplies(ports, supervisor, await bodyOf(c, CannedReplies)));
  });
  app.get('/left-messages', async (c) => c.json(await listLeftMessages(ports, agentOf(c))));
  app.post('/left-messages/:sessionId/handled', async (c) =>
    c.json(await handleLeftMessage(ports, agentOf(c), sessionIdOf(c))),
  );
  app.get('/metrics', async (c) => {
    const agent = agentOf(c);
    const asked = c.req.query('day');
    const day = asked === undefined ? undefined : parse(Day, asked, 'day');
    return c.json(await readMetrics(ports, agent, day));
  });
  return app;
}

async function offerOf(c: ApiContext) {
  const { sessionId } = await bodyOf(c, AnswerOffer);
  return { offerId: c.req.param('offerId') ?? '', sessionId };
}

/** @param empty what no body at all stands for, if that is allowed. */
async function bodyOf<T>(c: ApiContext, schema: ZodMiniType<T>, empty?: T): Promise<T> {
  const text = await c.req.text();
  if (text === '' && empty !== undefined) return empty;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, so it is not kept as the cause.
    throw new InvalidRequestError('malformed_json');
  }
  return parse(schema, json);
}

function parse<T>(schema: ZodMiniType<T>, value: unknown, field?: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (field) throw new InvalidRequestError('invalid_field', { details: { field } });
  throw invalid(parsed.error.issues[0]);
}

function sessionIdOf(c: ApiContext): string {
  return parse(SessionId, c.req.param('sessionId'), 'sessionId');
}

interface GatewayContext {
  requestId?: string;
  http?: { sourceIp?: string };
  authorizer?: { jwt?: { claims?: Parameters<typeof profileOf>[0] } };
}

function gatewayOf(c: ApiContext): GatewayContext {
  return c.env.event.requestContext as GatewayContext;
}

const claimsOf = (c: ApiContext) => gatewayOf(c).authorizer?.jwt?.claims;
const addressOf = (c: ApiContext) => gatewayOf(c).http?.sourceIp ?? 'unknown';
const refOf = (c: ApiContext) => gatewayOf(c).requestId ?? 'none';
