import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Assembly, type Json, resource, synthesize, text } from './assembly.ts';

describe('sign-in with Cognito', () => {
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize({ stage: 'dev', agentGroup: 'staff' });
  });
  afterAll(() => assembly.remove());

  it('lets only administrators create accounts, with long passwords and optional app MFA', () => {
    const { Properties } = resource(assembly.backend, 'AWS::Cognito::UserPool', 'IdentityUserPool');

    expect(Properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      DeletionProtection: 'ACTIVE',
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      Policies: {
        PasswordPolicy: {
          MinimumLength: 12,
          RequireLowercase: true,
          RequireNumbers: true,
          RequireSymbols: true,
          RequireUppercase: true,
        },
      },
      UserPoolTier: 'ESSENTIALS',
    });
  });

  it('has the groups of agents and supervisors that the API is told about', () => {
    const group = (id: string) =>
      resource(assembly.backend, 'AWS::Cognito::UserPoolGroup', `IdentityUserPool${id}`).Properties
        .GroupName;

    expect([group('Agents'), group('Supervisors')]).toEqual(['staff', 'supervisor']);
  });

  it('gives the dashboard a public client for the code flow back to itself', () => {
    const { Properties } = resource(
      assembly.backend,
      'AWS::Cognito::UserPoolClient',
      'IdentityUserPoolDashboard',
    );

    expect(Properties).toMatchObject({
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', 'profile', 'email'],
      EnableTokenRevocation: true,
      GenerateSecret: false,
      PreventUserExistenceErrors: 'ENABLED',
    });
    const dashboard = 'https://<import FnGetAttDashboardDistribution\\w+>';
    expect((Properties.CallbackURLs as unknown[]).map(text)).toEqual([
      expect.stringMatching(new RegExp(`^${dashboard}/$`)),
      expect.stringMatching(new RegExp(`^${dashboard}$`)),
    ]);
    expect((Properties.LogoutURLs as unknown[]).map(text)).toEqual([
      expect.stringMatching(new RegExp(`^${dashboard}/$`)),
    ]);
  });

  it('lets agents read, but not set, their name and what decides their routing', () => {
    const { Properties } = resource(
      assembly.backend,
      'AWS::Cognito::UserPoolClient',
      'IdentityUserPoolDashboard',
    );

    expect(Properties.ReadAttributes).toEqual(
      expect.arrayContaining(['custom:skills', 'custom:team']),
    );
    expect(Properties.WriteAttributes).toEqual(['email']);
  });

  it('has a sign-in domain per stage', () => {
    const { Properties } = resource(
      assembly.backend,
      'AWS::Cognito::UserPoolDomain',
      'IdentityUserPoolDomain',
    );

    expect(text(Properties.Domain)).toBe('switchboard-dev-<AWS::AccountId>');
  });
});

describe('sign-in with another provider', () => {
  let assembly: Assembly;
  beforeAll(async () => {
    assembly = await synthesize({
      oidcIssuer: 'https://id.telecom.example/tenant',
      oidcClientId: 'desk',
      oidcConnectOrigins: 'https://tokens.telecom.example',
      groupClaim: 'roles',
    });
  });
  afterAll(() => assembly.remove());

  it('creates nothing of Cognito', () => {
    const types = Object.values(assembly.backend.toJSON().Resources as Record<string, Json>).map(
      ({ Type }) => String(Type),
    );

    expect(types.filter((type) => type.includes('Cognito'))).toEqual([]);
  });

  it('accepts tokens of that issuer for that client', () => {
    assembly.backend.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      AuthorizerType: 'JWT',
      JwtConfiguration: { Issuer: 'https://id.telecom.example/tenant', Audience: ['desk'] },
    });
  });

  it('tells the API which claim lists the groups', () => {
    const { Environment } = resource(assembly.backend, 'AWS::Lambda::Function', 'ApiFunction')
      .Properties as { Environment: { Variables: Json } };

    expect(Environment.Variables.GROUP_CLAIM).toBe('roles');
  });

  it('lets the dashboard reach the provider and no Cognito', () => {
    const policy = JSON.stringify(
      resource(assembly.web, 'AWS::CloudFront::ResponseHeadersPolicy', 'DashboardHeaders'),
    );

    expect(policy).toContain(' https://id.telecom.example https://tokens.telecom.example;');
    expect(policy).not.toContain('cognito');
  });
});
