import { describe, expect, it } from 'vitest';
import { StateError, UnavailableError } from '../../../lambdas/domain/errors.ts';
import { createApp } from '../../../lambdas/http/app.ts';
import { problemDetails } from '../../../lambdas/http/problem-details.ts';
import { ProblemDetails } from '../../../protocol/http.ts';
import { PROBLEMS, type ProblemCode } from '../../../protocol/problems.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import { headOf, present, SESSION, waiting, withAgent } from '../usecases/scenes.ts';
import { call, SITE } from './call.ts';

describe('problem details', () => {
  it.each(Object.keys(PROBLEMS) as ProblemCode[])('of %s keep the contract', (code) => {
    const problem = problemDetails(new StateError(code), 'ref-1');

    expect(ProblemDetails.parse(problem)).toEqual(problem);
    expect(problem).toMatchObject({ code, status: PROBLEMS[code].status, ref: 'ref-1' });
  });

  it('tell nothing of causes and of what was not foreseen', () => {
    const cause = new UnavailableError('unavailable', { cause: new Error('10.0.0.7 refused') });
    expect(JSON.stringify(problemDetails(cause, 'r'))).not.toContain('10.0.0.7');
    expect(problemDetails(new RangeError('secret'), 'r')).toEqual({
      type: 'urn:switchboard:problem:internal',
      title: PROBLEMS.internal.title,
      status: 500,
      code: 'internal',
      ref: 'r',
    });
  });
});

describe('the HTTP API', () => {
  it('names the winner to whoever claims too late', async () => {
    const world = await withAgent();
    await present(world, 'ravi');

    const late = await call(world, 'PUT', `/sessions/${SESSION}/assignment`, { who: 'ravi' });

    expect(late).toMatchObject({
      status: 409,
      type: 'application/problem+json',
      body: { code: 'already_taken', winner: { role: 'agent', id: 'asha', name: 'Asha' } },
    });
  });

  it.each([
    ['no JSON', '{"availability":', 400, 'malformed_json'],
    ['no body', '', 400, 'malformed_json'],
    ['a list', '[]', 400, 'invalid_field'],
    ['a wrong value', '{"availability":"sleeping"}', 400, 'invalid_field'],
    ['32 KB and a bit', `{"availability":"${'x'.repeat(32 * 1024)}"}`, 413, 'too_large'],
  ])('refuses %s', async (_name, body, status, code) => {
    const world = createWorld();
    await present(world, 'asha');

    expect(await call(world, 'PUT', '/agent/availability', { body })).toMatchObject({
      status,
      body: { code },
    });
    expect(world.agents.get('asha')?.availability).toBe('available');
  });

  it.each(['abc', SESSION.slice(1), '%00', `${SESSION}x`])('refuses %s as an id', async (id) => {
    expect(await call(createWorld(), 'GET', `/sessions/${id}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_field', field: 'sessionId' },
    });
  });

  it.each(['-1', '1.5', 'two', 'Infinity', '1e99'])('refuses %s as a place', async (after) => {
    const world = await withAgent();

    expect(await call(world, 'GET', `/sessions/${SESSION}/messages?after=${after}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_field', field: 'after' },
    });
  });

  it('lists what waits in the order of its place, for the agent’s queues', async () => {
    const world = await waiting();
    await present(world, 'asha', { queues: ['general'] });
    const skilled = (skills: string) =>
      createApp(world.ports, {
        allowedOrigins: [SITE],
        groups: { claim: 'groups', agent: 'agent', supervisor: 'supervisor' },
      }).request(
        '/escalations',
        {},
        {
          event: {
            requestContext: {
              authorizer: { jwt: { claims: { sub: 'asha', groups: 'agent', skills } } },
            },
          },
        },
      );

    const own = await (await skilled('general')).json();
    const other = await (await skilled('billing')).json();

    expect(own).toMatchObject({ escalations: [{ sessionId: SESSION }], serverTime: world.now });
    expect(other).toMatchObject({ escalations: [] });
  });

  it('reads the whole transcript in pages', async () => {
    const world = await withAgent();
    const all = world.sessions.transcripts.get(SESSION) ?? [];
    const filler = Array.from({ length: 250 }, (_, i) => ({
      seq: all.length + 1 + i,
      from: { role: 'customer' as const },
      text: `line ${i}`,
      at: world.now,
    }));
    world.sessions.transcripts.set(SESSION, [...all, ...filler]);
    world.sessions.heads.set(SESSION, { ...headOf(world), seq: all.length + filler.length });

    const seen: number[] = [];
    let more: unknown = true;
    while (more) {
      const path = `/sessions/${SESSION}/messages?after=${seen.at(-1) ?? 0}`;
      const { body } = await call(world, 'GET', path);
      const messages = body.messages as { seq: number }[];
      expect(messages.length).toBeGreaterThan(0);
      seen.push(...messages.map(({ seq }) => seq));
      more = body.more;
    }

    expect(seen).toEqual(Array.from({ length: all.length + 250 }, (_, i) => i + 1));
  });
});
