import { describe, expect, it } from 'vitest';
import { compilePolicy, type Statement } from '../../../../local/iam/policy.ts';
import { compileResourcePolicies } from '../../../../local/iam/resource-policy.ts';
import { asking, QUEUE, ROLE, TABLE, VARIABLE } from './requests.ts';

const allow = (rest: Omit<Statement, 'Effect'>): Statement => ({ Effect: 'Allow', ...rest });
const deny = (rest: Omit<Statement, 'Effect'>): Statement => ({ Effect: 'Deny', ...rest });
const query = asking('dynamodb:Query', TABLE);

describe('the statements of a role', () => {
  it.each<[string, Statement[], 'allowed' | 'denied' | 'silent']>([
    ['none', [], 'silent'],
    [
      'the action on the resource',
      [allow({ Action: 'dynamodb:Query', Resource: TABLE })],
      'allowed',
    ],
    ['another case', [allow({ Action: 'DynamoDB:query', Resource: TABLE })], 'allowed'],
    ['a wildcard', [allow({ Action: ['sqs:*', 'dynamodb:Q*'], Resource: '*' })], 'allowed'],
    ['everything', [allow({ Action: '*', Resource: '*' })], 'allowed'],
    ['another action', [allow({ Action: 'dynamodb:GetItem', Resource: TABLE })], 'silent'],
    ['another resource', [allow({ Action: 'dynamodb:Query', Resource: `${TABLE}2` })], 'silent'],
    [
      'its indexes only',
      [allow({ Action: 'dynamodb:Query', Resource: `${TABLE}/index/*` })],
      'silent',
    ],
    ['all but other actions', [allow({ NotAction: 'dynamodb:Scan', Resource: TABLE })], 'allowed'],
    ['all but this action', [allow({ NotAction: ['dynamodb:q*'], Resource: TABLE })], 'silent'],
    ['all but other resources', [allow({ Action: '*', NotResource: [QUEUE] })], 'allowed'],
    ['all but this resource', [allow({ Action: '*', NotResource: [TABLE] })], 'silent'],
    [
      'a Deny after an Allow',
      [allow({ Action: '*', Resource: '*' }), deny({ Action: 'dynamodb:*', Resource: TABLE })],
      'denied',
    ],
    [
      'a Deny of something else',
      [allow({ Action: '*', Resource: '*' }), deny({ Action: 'dynamodb:*', Resource: QUEUE })],
      'allowed',
    ],
    [
      'conditions that are not met',
      [
        allow({
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalArn': 'x' } },
        }),
      ],
      'silent',
    ],
  ])('with %s', (_name, statements, verdict) => {
    expect(compilePolicy(statements).evaluate(query)).toBe(verdict);
  });

  it('leave out what is about other services, whatever it says', () => {
    const other = allow({
      Action: ['bedrock:InvokeModel'],
      Resource: '*',
      Condition: { Exotic: { 'bedrock:InferenceProfileArn': 'x' } },
    });

    expect(compilePolicy([other]).evaluate(query)).toBe('silent');
  });

  it.each<[string, Statement]>([
    ['either Action or NotAction', allow({ Resource: '*' })],
    ['either Resource or NotResource', allow({ Action: '*', Resource: '*', NotResource: '*' })],
    ['policy variable', allow({ Action: 'sqs:*', Resource: `arn:${VARIABLE}` })],
  ])('are refused at start: %s', (problem, statement) => {
    expect(() => compilePolicy([statement])).toThrow(problem);
  });
});

describe('the policy of a queue', () => {
  const send = asking('sqs:SendMessage', QUEUE, { 'aws:securetransport': ['true'] });
  const principal = { roleArn: ROLE, account: '111122223333' };
  const statement = (Effect: 'Allow' | 'Deny', Principal: unknown, Condition = {}) => ({
    Effect,
    Principal,
    Action: 'sqs:*',
    Resource: '*',
    Condition,
  });
  const insecure = { Bool: { 'aws:SecureTransport': 'false' } };

  it.each<[string, ReturnType<typeof statement>, 'allowed' | 'denied' | 'silent']>([
    ['refuses all', statement('Deny', '*'), 'denied'],
    ['refuses whom it names', statement('Deny', { AWS: [ROLE] }), 'denied'],
    ['refuses the account', statement('Deny', { AWS: 'arn:aws:iam::111122223333:root' }), 'denied'],
    ['refuses what comes without TLS', statement('Deny', { AWS: '*' }, insecure), 'silent'],
    ['refuses somebody else', statement('Deny', { AWS: `${ROLE}2` }), 'silent'],
    ['allows the role', statement('Allow', { AWS: ROLE }), 'allowed'],
    ['lets the account decide', statement('Allow', { AWS: '111122223333' }), 'silent'],
    ['allows a service', statement('Allow', { Service: 'events.amazonaws.com' }), 'silent'],
  ])('%s', (_name, one, verdict) => {
    const policy = compileResourcePolicies([{ attachedTo: QUEUE, statements: [one] }], principal);

    expect(policy.evaluate(send)).toBe(verdict);
  });

  it('refuses by one document what another allows', () => {
    const documents = ([['Allow'], ['Deny']] as const).map(([effect]) => ({
      attachedTo: QUEUE,
      statements: [statement(effect, '*')],
    }));

    expect(compileResourcePolicies(documents, principal).evaluate(send)).toBe('denied');
  });

  it('says nothing of another queue, and that of a table speaks of its indexes', () => {
    const statements = [statement('Deny', '*')];
    const other = compileResourcePolicies([{ attachedTo: `${QUEUE}2`, statements }], principal);
    const table = compileResourcePolicies(
      [{ attachedTo: TABLE, statements: [{ ...statement('Deny', '*'), Action: 'dynamodb:*' }] }],
      principal,
    );

    expect(other.evaluate(send)).toBe('silent');
    expect(table.evaluate(asking('dynamodb:Query', `${TABLE}/index/due`))).toBe('denied');
  });

  it('is refused at start for principals that are not evaluated', () => {
    const federated = statement('Allow', { Federated: 'cognito-identity.amazonaws.com' });

    expect(() =>
      compileResourcePolicies([{ attachedTo: QUEUE, statements: [federated] }], principal),
    ).toThrow('principals of the kind Federated');
  });
});
