import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  InvalidRequestError,
  type NotAllowedError,
  StateError,
  UnavailableError,
} from '../../../lambdas/domain/errors.ts';
import { answerFrame, problemFrame } from '../../../lambdas/socket/answer-frame.ts';
import type { Caller } from '../../../lambdas/socket/caller.ts';
import { parseFrame, refOf } from '../../../lambdas/socket/parse-frame.ts';
import { CLIENT_FRAME_TYPES, ClientFrame } from '../../../protocol/client-frames.ts';
import { PROBLEMS, type ProblemCode } from '../../../protocol/problems.ts';
import { Problem } from '../../../protocol/server-frames.ts';
import { createWorld, idOf } from '../../simulation/memory/world.ts';
import { refusal, SESSION, sureBot, withAgent } from '../usecases/scenes.ts';

const bodies = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({ type: fc.constantFrom(...CLIENT_FRAME_TYPES), sessionId: fc.jsonValue() })
    .map((f) => JSON.stringify(f)),
);

describe('parsing a frame', () => {
  it('gives a frame or a refusal with a known code, whatever comes', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        try {
          expect(CLIENT_FRAME_TYPES).toContain(parseFrame(body).type);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidRequestError);
          expect(Object.keys(PROBLEMS)).toContain((error as InvalidRequestError).code);
        }
      }),
    );
  });

  it('names the sender’s ids in a refusal, whatever comes, and nothing long or strange', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        for (const value of Object.values(refOf(body))) {
          expect(typeof value).toBe('string');
          expect(value.length).toBeLessThanOrEqual(64);
        }
      }),
    );
    expect(refOf(JSON.stringify({ sessionId: 's', id: 'i', type: 'x' }))).toEqual({
      sessionId: 's',
      id: 'i',
    });
    expect(refOf(JSON.stringify({ sessionId: 'x'.repeat(65), id: 7 }))).toEqual({});
    expect(refOf(undefined)).toEqual({});
  });

  it('never quotes the body, not even in the error’s cause', () => {
    const secret = 'my card number is';
    for (const body of [
      `{"text":"${secret}`,
      JSON.stringify({ type: 'message.send', text: secret }),
    ]) {
      try {
        parseFrame(body);
        expect.unreachable();
      } catch (error) {
        const { message, cause, details } = error as InvalidRequestError;
        expect(JSON.stringify([message, cause, details, String(cause)])).not.toContain(secret);
      }
    }
  });
});

describe('a refusal as a frame', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])('%s keeps the contract', (code) => {
    const frame = problemFrame(new StateError(code), 'ref-1', { sessionId: SESSION, id: 'm-1' });

    expect(Problem.parse(frame)).toEqual(frame);
    expect(frame).toMatchObject({ code, retriable: PROBLEMS[code].retriable, id: 'm-1' });
  });

  it('tells nothing of what was not foreseen', () => {
    const frame = problemFrame(new TypeError('x is not a function at y.ts:3'), 'ref-1', {});

    expect(frame).toEqual({
      type: 'problem',
      code: 'internal',
      title: PROBLEMS.internal.title,
      retriable: true,
      ref: 'ref-1',
    });
  });

  it('tells the wrong field, and no other detail', () => {
    const wrong = new InvalidRequestError('invalid_field', { details: { field: 'cseq' } });
    expect(problemFrame(wrong, 'r', {})).toMatchObject({ field: 'cseq' });
    const taken = new StateError('already_taken', { details: { winner: { name: 'Ravi' } } });
    expect(JSON.stringify(problemFrame(taken, 'r', {}))).not.toContain('Ravi');
    const cause = new UnavailableError('unavailable', { cause: new Error('10.0.0.7 refused') });
    expect(JSON.stringify(problemFrame(cause, 'r', {}))).not.toContain('10.0.0.7');
  });
});

describe('who may send what', () => {
  const customer: Caller = {
    role: 'customer',
    connectionId: 'customer-1',
    sessionId: SESSION,
    keyHash: 'ab',
    customer: {},
  };
  const agent: Caller = {
    role: 'agent',
    connectionId: 'asha-1',
    connectedAt: 1,
    agentId: 'asha',
  };
  const frameOf = (type: string, sessionId = SESSION) =>
    ClientFrame.parse({
      type,
      sessionId,
      lastSeq: 0,
      id: idOf(9),
      cseq: 1,
      text: 'Hi',
      on: true,
      seq: 1,
      contact: 'dana@mail.example',
      score: 5,
    });

  const ALLOWED: Record<ClientFrame['type'], [byCustomer: string | null, byAgent: string | null]> =
    {
      'session.hello': ['session.snapshot', 'session.snapshot'],
      'message.send': ['message.ack', 'message.ack'],
      'typing.set': [null, null],
      'message.read': [null, null],
      'escalation.request': ['session.status_changed', 'wrong_role'],
      'escalation.cancel': ['session_not_waiting', 'wrong_role'],
      'session.end': ['session.closed', 'wrong_role'],
      // An agent is there, and the chat has not ended.
      'message.leave': ['session_not_waiting', 'wrong_role'],
      'csat.submit': ['session_not_active', 'wrong_role'],
      'agent.heartbeat': ['wrong_role', 'agent.status_changed'],
      ping: ['pong', 'pong'],
    };

  it.each(
    CLIENT_FRAME_TYPES.flatMap((type) => [
      ['customer', type, ALLOWED[type][0]] as const,
      ['agent', type, ALLOWED[type][1]] as const,
    ]),
  )('%s %s: %s', async (role, type, expected) => {
    const world = await withAgent();
    const caller = role === 'customer' ? customer : agent;

    const outcome = await answerFrame(world.ports, sureBot, caller, frameOf(type)).then(
      (answer) => answer?.type ?? null,
      (error: NotAllowedError) => error.code,
    );

    expect(outcome).toBe(expected);
  });

  it.each(CLIENT_FRAME_TYPES.filter((type) => 'sessionId' in frameOf(type)))(
    'a customer’s %s about another session is refused before anything is read',
    async (type) => {
      const world = createWorld();
      world.ports.sessions.get = () => Promise.reject(new Error('was read'));

      expect(
        await refusal(answerFrame(world.ports, sureBot, customer, frameOf(type, idOf(0xbad)))),
      ).toMatchObject({ code: 'not_your_session' });
    },
  );

  it.each(['session.hello', 'message.send', 'typing.set', 'message.read'] as const)(
    'an agent’s %s about a session that they do not hold is refused',
    async (type) => {
      const world = await withAgent();
      const other: Caller = { ...agent, connectionId: 'ravi-1', agentId: 'ravi' };
      const before = structuredClone(world.sessions.heads.get(SESSION));

      expect(await refusal(answerFrame(world.ports, sureBot, other, frameOf(type)))).toMatchObject({
        code: 'not_your_session',
      });
      expect(world.sessions.heads.get(SESSION)).toEqual(before);
    },
  );
});
