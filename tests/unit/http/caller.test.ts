import { describe, expect, it } from 'vitest';
import { profileOf } from '../../../lambdas/http/caller.ts';
import { QueueName } from '../../../protocol/vocabulary.ts';

const RULE = { claim: 'cognito:groups', agent: 'agent', supervisor: 'supervisor' };
const claims = (patch: Record<string, unknown>) =>
  ({ sub: 'asha', name: 'Asha Rao', 'cognito:groups': '[agent]', ...patch }) as Parameters<
    typeof profileOf
  >[0];
const codeOf = (patch: Record<string, unknown> | undefined) => {
  try {
    profileOf(patch && claims(patch), RULE);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('who calls', () => {
  it.each([
    ['as the gateway writes lists', '[agent supervisor]', true],
    ['as a list', ['agent', 'supervisor'], true],
    ['with commas', 'agent,supervisor', true],
    ['of agents alone', '[agent]', false],
    ['of supervisors alone', '[supervisor]', true],
  ])('groups %s', (_name, groups, supervisor) => {
    expect(profileOf(claims({ 'cognito:groups': groups }), RULE).supervisor).toBe(supervisor);
  });

  it.each([
    ['a group that only contains the name', '[agents-in-training]'],
    ['a longer name', 'superagent'],
    ['another case', '[Agent]'],
    ['none', '[]'],
    ['nothing', undefined],
    ['an object', { agent: true }],
  ])('%s is not the group', (_name, groups) => {
    expect(codeOf({ 'cognito:groups': groups })).toBe('not_an_agent');
  });

  it('must be somebody', () => {
    expect(codeOf(undefined)).toBe('unauthenticated');
    expect(codeOf({ sub: '' })).toBe('unauthenticated');
    expect(codeOf({ sub: 7 })).toBe('unauthenticated');
  });

  it('the claim that holds the groups is the deployment’s choice', () => {
    const rule = { claim: 'roles', agent: 'chat', supervisor: 'lead' };
    expect(profileOf(claims({ roles: 'chat' }), rule).supervisor).toBe(false);
    expect(() => profileOf(claims({}), rule)).toThrow(
      expect.objectContaining({ code: 'not_an_agent' }),
    );
  });

  it('takes the queues of their skills, all of them without any, and supervisors all anyway', () => {
    const queuesOf = (patch: Record<string, unknown>) => profileOf(claims(patch), RULE).queues;
    expect(queuesOf({ 'custom:skills': 'technical, billing,cooking' })).toEqual([
      'billing',
      'technical',
    ]);
    expect(queuesOf({ skills: '[retention]' })).toEqual(['retention']);
    expect(queuesOf({})).toEqual([...QueueName.options]);
    expect(queuesOf({ 'custom:skills': 'billing', 'cognito:groups': 'supervisor' })).toEqual([
      ...QueueName.options,
    ]);
  });

  it('has a name and a team to show in any case', () => {
    expect(profileOf(claims({ name: undefined, given_name: 'Asha' }), RULE)).toMatchObject({
      name: 'Asha',
      team: 'Support',
    });
    expect(profileOf(claims({ name: undefined }), RULE).name).toBe('Agent');
    expect(profileOf(claims({ 'custom:team': 'Billing' }), RULE).team).toBe('Billing');
  });
});
