import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, FUNCTIONS, functionConstructId } from '../../lib/functions.ts';
import { type Assembly, list, resource, resources, synthesize, text } from './assembly.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

let assembly: Assembly;
beforeAll(async () => {
  assembly = await synthesize();
});
afterAll(() => assembly.remove());

function statements(policyId: string): Statement[] {
  const { Properties } = resource(assembly.backend, 'AWS::IAM::Policy', policyId);
  return (Properties.PolicyDocument as { Statement: Statement[] }).Statement;
}

/** One line per action and resource: what a reviewer of permissions wants to read. */
function permissions(construct: string): string[] {
  return statements(`${construct}RoleDefaultPolicy`)
    .flatMap(({ Action, Resource, Condition }) =>
      list(Action).flatMap((action) =>
        list(Resource).map((target) => {
          const arn = text(target).replace(
            'arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:',
            '',
          );
          return `${action} ${arn}${Condition ? ` if ${JSON.stringify(Condition)}` : ''}`;
        }),
      ),
    )
    .filter((line) => !line.startsWith('logs:'))
    .sort();
}

const POST = 'execute-api:ManageConnections <SocketApi>/prod/POST/@connections/*';
const DELETE = 'execute-api:ManageConnections <SocketApi>/prod/DELETE/@connections/*';
const TABLE = '<ConversationTable.Arn>';
const table = (...actions: string[]) => actions.map((action) => `dynamodb:${action} ${TABLE}`);
const index = (name: string) => `dynamodb:Query ${TABLE}/index/${name}`;
const send = (queue: string) => `sqs:SendMessage <${queue}Queue.Arn>`;
const consume = (queue: string) =>
  ['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (action) => `sqs:${action} <${queue}Queue.Arn>`,
  );

describe('permissions', () => {
  it.each([
    [
      'AuthorizeFunction',
      [
        `dynamodb:UpdateItem ${TABLE} if {"ForAllValues:StringLike":{"dynamodb:LeadingKeys":["T#*"]}}`,
      ],
    ],
    ['ConnectFunction', [...table('UpdateItem'), send('Timers'), POST, DELETE]],
    [
      'MessageFunction',
      [
        ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
        send('Candidates'),
        send('Timers'),
        POST,
      ],
    ],
    ['DisconnectFunction', [...table('UpdateItem'), send('Timers'), POST]],
    [
      'AnalyzeFunction',
      [
        ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
        ...consume('Candidates'),
        send('Timers'),
        POST,
      ],
    ],
    [
      'TimersFunction',
      [
        ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
        index('pending'),
        index('due'),
        ...consume('Timers'),
        send('Timers'),
        POST,
      ],
    ],
    [
      'ApiFunction',
      [
        ...table('GetItem', 'PutItem', 'Query', 'UpdateItem'),
        index('pending'),
        send('Timers'),
        POST,
      ],
    ],
  ])('%s may do exactly what it needs', (construct, expected) => {
    expect(permissions(construct)).toEqual([...expected].sort());
  });

  it('covers every function', () => {
    assembly.backend.resourceCountIs('AWS::IAM::Policy', FUNCTION_NAMES.length + 1);
    assembly.backend.resourceCountIs('AWS::Lambda::Function', FUNCTION_NAMES.length + 1);
  });

  it('allows no action by wildcard and nothing on every resource, in both stacks', () => {
    for (const template of [assembly.web, assembly.backend]) {
      const policies = [...resources(template, 'AWS::IAM::Policy').values()];
      expect(policies.length).toBeGreaterThan(0);
      for (const { Properties } of policies) {
        const document = Properties.PolicyDocument as { Statement: Statement[] };
        for (const { Effect, Action, Resource } of document.Statement) {
          expect(Effect).toBe('Allow');
          expect(list(Action).join(' ')).not.toContain('*');
          expect(list(Resource)).not.toContain('*');
        }
      }
    }
  });

  it('attaches no policy that AWS may widen', () => {
    for (const template of [assembly.web, assembly.backend]) {
      for (const { Properties } of resources(template, 'AWS::IAM::Role').values()) {
        expect(Properties).not.toHaveProperty('ManagedPolicyArns');
      }
    }
  });

  it('lets each function write to its own log group only', () => {
    for (const name of FUNCTION_NAMES) {
      const construct = functionConstructId(name);
      const logs = statements(`${construct}RoleDefaultPolicy`).filter(({ Action }) =>
        list(Action).some((action) => String(action).startsWith('logs:')),
      );
      expect(logs.map(({ Resource }) => list(Resource).map(text))).toEqual([
        [`<${construct}Logs.Arn>`],
      ]);
    }
  });
});

describe.each(FUNCTION_NAMES)('function %s', (name) => {
  const construct = functionConstructId(name);
  const properties = () =>
    resource(assembly.backend, 'AWS::Lambda::Function', construct).Properties;

  it('runs its bundle on arm64 and Node.js 24 with its timeout', () => {
    expect(properties()).toMatchObject({
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      MemorySize: 512,
      Timeout: FUNCTIONS[name].timeoutSeconds,
    });
  });

  it('is told what its row lists, and nothing more', () => {
    const { Variables } = properties().Environment as { Variables: Record<string, unknown> };

    expect(Object.keys(Variables).sort()).toEqual(
      [
        ...FUNCTIONS[name].environment.filter(
          (variable) => variable !== 'HANDOFF_POLICY' && variable !== 'BEDROCK',
        ),
        'LOG_LEVEL',
        'POWERTOOLS_METRICS_NAMESPACE',
        'POWERTOOLS_SERVICE_NAME',
      ].sort(),
    );
    expect(Variables.POWERTOOLS_SERVICE_NAME).toBe(name);
  });

  it('knows the address of everything it may use', () => {
    const { grants, environment } = FUNCTIONS[name];

    expect(environment.includes('SOCKET_CALLBACK_URL')).toBe((grants.connections ?? []).length > 0);
    expect(environment.includes('CANDIDATES_QUEUE_URL')).toBe(
      grants.sends?.includes('candidates') ?? false,
    );
    expect(environment.includes('TIMERS_QUEUE_URL')).toBe(
      grants.sends?.includes('timers') ?? false,
    );
  });

  it('logs JSON into a log group that forgets', () => {
    const logs = resource(assembly.backend, 'AWS::Logs::LogGroup', `${construct}Logs`);

    expect(properties().LoggingConfig).toMatchObject({ LogFormat: 'JSON' });
    expect(logs.Properties.RetentionInDays).toBe(30);
  });
});

it('tells the API which origins may ask for tickets, and which groups count', () => {
  const { Variables } = resource(assembly.backend, 'AWS::Lambda::Function', 'ApiFunction')
    .Properties.Environment as { Variables: Record<string, unknown> };

  expect(text(Variables.ALLOWED_ORIGINS)).toMatch(
    /^https:\/\/<import FnGetAttWidget\w+>,https:\/\/<import FnGetAttDashboard\w+>$/,
  );
  expect(Variables).toMatchObject({
    GROUP_CLAIM: 'cognito:groups',
    AGENT_GROUP: 'agent',
    SUPERVISOR_GROUP: 'supervisor',
  });
});

it('pushes to the callback address of the stage', () => {
  const { Variables } = resource(assembly.backend, 'AWS::Lambda::Function', 'MessageFunction')
    .Properties.Environment as { Variables: Record<string, unknown> };

  expect(text(Variables.SOCKET_CALLBACK_URL)).toBe(
    'https://<SocketApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod',
  );
});
