import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../local/cfn/deployment.ts';
import { iamPart } from '../../../../local/cfn/parts/iam.ts';
import type { TemplateResource } from '../../../../local/cfn/template.ts';

type Resources = Record<string, TemplateResource>;

const TRUST = {
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    },
  ],
};
const statement = (Action: string) => ({ Effect: 'Allow', Action, Resource: '*' });
const policy = (...actions: string[]) => ({ Statement: actions.map(statement) });
const role = (properties = {}): TemplateResource => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: TRUST, ...properties },
});
const FUNCTION: TemplateResource = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { S3Key: 'code.zip' },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
  },
};

const partOf = (resources: Resources) =>
  iamPart(
    deploy([
      {
        name: 'Shop',
        region: 'eu-west-1',
        account: '111122223333',
        template: { Resources: { Role: role(), MessageFunction: FUNCTION, ...resources } },
        assets: new Map([['code.zip', '/code']]),
      },
    ]),
  );

describe('the part of a template that is about access', () => {
  it('gathers all statements of a role, wherever they stand', () => {
    const { functions } = partOf({
      Role: role({
        Policies: [{ PolicyName: 'inline', PolicyDocument: policy('sqs:A') }],
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
          { Ref: 'Managed' },
        ],
      }),
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: policy('sqs:B') },
      },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: policy('sqs:C', 'sqs:D'), Roles: [{ Ref: 'Role' }] },
      },
      Others: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyDocument: policy('sqs:E'), Roles: ['somebody-else'] },
      },
    });

    expect(functions).toMatchObject([
      {
        name: 'message',
        functionName: 'Shop-MessageFunction',
        role: { name: 'Shop-Role', arn: 'arn:aws:iam::111122223333:role/Shop-Role' },
      },
    ]);
    expect(functions[0]?.role.statements.map(({ Action }) => Action)).toEqual([
      'sqs:A',
      'sqs:B',
      'sqs:C',
      'sqs:D',
    ]);
  });

  it('knows the policies of queues and tables and the permissions of functions', () => {
    const { resourcePolicies, permissions } = partOf({
      Queue: { Type: 'AWS::SQS::Queue' },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policy('sqs:A') },
      },
      Table: {
        Type: 'AWS::DynamoDB::Table',
        Properties: { ResourcePolicy: { PolicyDocument: policy('dynamodb:A') } },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: 'MessageFunction' },
          Principal: 'events.amazonaws.com',
          SourceArn: 'arn:rule',
        },
      },
    });

    expect(resourcePolicies).toEqual([
      {
        attachedTo: 'arn:aws:sqs:eu-west-1:111122223333:Shop-Queue',
        statements: [statement('sqs:A')],
      },
      {
        attachedTo: 'arn:aws:dynamodb:eu-west-1:111122223333:table/Shop-Table',
        statements: [statement('dynamodb:A')],
      },
    ]);
    expect(permissions).toEqual([
      {
        logicalId: 'Permission',
        functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:Shop-MessageFunction',
        action: 'lambda:InvokeFunction',
        principal: 'events.amazonaws.com',
        sourceArn: 'arn:rule',
      },
    ]);
  });

  it.each<[string, Resources]>([
    [
      'Shop / Role (AWS::IAM::Role): the statements of managed policy arn:aws:iam::aws:policy/AdministratorAccess are not known',
      { Role: role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] }) },
    ],
    ['permissions boundaries are not emulated', { Role: role({ PermissionsBoundary: 'arn:x' }) }],
    [
      'cannot be assumed by Lambda',
      { Role: role({ AssumeRolePolicyDocument: { Statement: [] } }) },
    ],
    [
      'MessageFunction (AWS::Lambda::Function): its role is not in the template',
      { MessageFunction: { ...FUNCTION, Properties: { ...FUNCTION.Properties, Role: 'arn:x' } } },
    ],
    [
      'PrincipalOrgID of a permission is not emulated',
      {
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', Principal: '*', PrincipalOrgID: 'o-1' },
        },
      },
    ],
  ])('is refused: %s', (problem, resources) => {
    expect(() => partOf(resources)).toThrow(problem);
  });
});
