import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StringAttribute,
  UserPool,
  type UserPoolClient,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { signInOrigin, signInPrefix } from '../sign-in-domain.ts';

/** Where agents sign in; the same shape for Cognito and for any other OpenID provider. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Origin of the hosted sign-in pages; only Cognito needs it, for its sign-out page. */
  readonly signInDomain: string | undefined;
}

/**
 * Agents' accounts: a Cognito user pool with the groups agent and supervisor and a public client
 * for the dashboard (authorization code with PKCE).
 */
export class Identity extends Construct implements SignIn {
  readonly userPool: UserPool;
  readonly issuer: string;
  readonly clientId: string;
  readonly signInDomain: string;

  constructor(scope: Construct, id: string, props: { config: Config; dashboardUrl: string }) {
    super(scope, id);
    const { config } = props;
    this.userPool = new UserPool(this, 'UserPool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      autoVerify: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { otp: true, sms: false },
      // Free up to 10,000 monthly users. Threat protection needs Plus, billed per user.
      featurePlan: FeaturePlan.ESSENTIALS,
      // Not required: what is required must be writable by the client, and customers see this name.
      standardAttributes: { fullname: { required: false, mutable: true } },
      customAttributes: {
        team: new StringAttribute({ mutable: true, maxLen: 100 }),
        skills: new StringAttribute({ mutable: true, maxLen: 500 }),
      },
      deletionProtection: !config.ephemeral,
      removalPolicy: config.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    this.userPool.addGroup('Agents', { groupName: config.agentGroup });
    this.userPool.addGroup('Supervisors', { groupName: config.supervisorGroup });
    this.userPool.addDomain('Domain', { cognitoDomain: { domainPrefix: signInPrefix(config) } });

    this.issuer = this.userPool.userPoolProviderUrl;
    this.clientId = this.addClient(props.dashboardUrl).userPoolClientId;
    this.signInDomain = signInOrigin(config);
  }

  private addClient(dashboardUrl: string): UserPoolClient {
    const email = new ClientAttributes().withStandardAttributes({ email: true });
    const profile = email.withStandardAttributes({ fullname: true });
    return this.userPool.addClient('Dashboard', {
      generateSecret: false,
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      authFlows: { userSrp: true },
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.PROFILE, OAuthScope.EMAIL],
        // With and without the slash: scripts sign in with the output as it is printed.
        callbackUrls: [`${dashboardUrl}/`, dashboardUrl],
        logoutUrls: [`${dashboardUrl}/`],
      },
      // The name is what customers see, team and skills decide routing: an agent may read but not
      // set them.
      readAttributes: profile.withCustomAttributes('team', 'skills'),
      writeAttributes: email,
      idTokenValidity: Duration.hours(1),
      accessTokenValidity: Duration.hours(1),
      // One shift: the next one starts with a sign-in.
      refreshTokenValidity: Duration.hours(12),
    });
  }
}
