import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Assembly,
  type Json,
  list,
  resource,
  resources,
  synthesize,
  text,
} from './assembly.ts';

let assembly: Assembly;
beforeAll(async () => {
  assembly = await synthesize({ extraOrigins: 'https://shop.example' });
});
afterAll(() => assembly.remove());

function headers(site: string): Json {
  const policy = resource(assembly.web, 'AWS::CloudFront::ResponseHeadersPolicy', `${site}Headers`);
  return policy.Properties.ResponseHeadersPolicyConfig as Json;
}

function contentSecurityPolicy(site: string): Map<string, string> {
  const { ContentSecurityPolicy } = headers(site).SecurityHeadersConfig as Record<
    'ContentSecurityPolicy',
    { ContentSecurityPolicy: unknown }
  >;
  const directives = text(ContentSecurityPolicy.ContentSecurityPolicy).split('; ');
  return new Map(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

function distribution(site: string): Json {
  const { Properties } = resource(
    assembly.web,
    'AWS::CloudFront::Distribution',
    `${site}Distribution`,
  );
  return Properties.DistributionConfig as Json;
}

const API =
  'https://*.execute-api.<AWS::Region>.<AWS::URLSuffix> wss://*.execute-api.<AWS::Region>.<AWS::URLSuffix>';

describe.each(['Widget', 'Dashboard'])('site %s', (site) => {
  it('keeps its bucket private, encrypted and TLS-only', () => {
    const bucket = resource(assembly.web, 'AWS::S3::Bucket', `${site}Bucket`);
    const policy = resource(assembly.web, 'AWS::S3::BucketPolicy', `${site}BucketPolicy`);

    expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(bucket.Properties).toHaveProperty('BucketEncryption');
    expect(JSON.stringify(policy.Properties.PolicyDocument)).toContain('aws:SecureTransport');
  });

  it('is readable through its own distribution only', () => {
    const policy = resource(assembly.web, 'AWS::S3::BucketPolicy', `${site}BucketPolicy`);
    const { Statement } = policy.Properties.PolicyDocument as { Statement: Json[] };
    const allowed = Statement.filter(({ Effect }) => Effect === 'Allow');

    expect(allowed).toHaveLength(1);
    expect(allowed[0]).toMatchObject({
      Action: 's3:GetObject',
      Principal: { Service: 'cloudfront.amazonaws.com' },
    });
    expect(JSON.stringify(allowed[0]?.Condition)).toContain(`${site}Distribution`);
    const [origin] = distribution(site).Origins as Json[];
    expect(text(origin?.OriginAccessControlId)).toMatch(/OriginAccessControl.*\.Id>$/);
  });

  it('allows nothing inline, evaluated or from elsewhere', () => {
    const policy = contentSecurityPolicy(site);

    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('style-src')).toMatch(/^'self'( 'sha256-[\w+/]+=')?$/);
    expect(policy.get('base-uri')).toBe("'none'");
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe|\shttp:|\*(?!\.execute-api)/);
  });

  it('is served over TLS with sniffing, referrer leaks and downgrades refused', () => {
    expect(distribution(site).DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'redirect-to-https',
    });
    expect(headers(site).SecurityHeadersConfig).toMatchObject({
      ContentTypeOptions: { Override: true },
      ReferrerPolicy: { ReferrerPolicy: 'strict-origin-when-cross-origin' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000 },
    });
  });

  it('caches hashed files for ever and pages shortly, hashed files first', () => {
    const deployments = resources(assembly.web, 'Custom::CDKBucketDeployment');
    const assets = deployments.get(`Deployer${site}AssetsCustomResource`)?.Properties;
    const pages = deployments.get(`Deployer${site}PagesCustomResource`);

    expect(assets).toMatchObject({
      Exclude: ['*'],
      Include: ['assets/*'],
      Prune: false,
      SystemMetadata: { 'cache-control': 'public, max-age=31536000, immutable' },
    });
    expect(pages?.Properties).toMatchObject({
      Exclude: ['assets/*', 'config.json'],
      Prune: false,
      SystemMetadata: { 'cache-control': expect.stringMatching(/no-cache|max-age=300/) },
    });
    expect((pages as unknown as { DependsOn: string[] }).DependsOn.join(' ')).toContain(
      `Deployer${site}AssetsCustomResource`,
    );
  });
});

describe('widget site', () => {
  it('talks to the API and may be framed by the listed hosts', () => {
    const policy = contentSecurityPolicy('Widget');

    expect(policy.get('connect-src')).toBe(`'self' ${API}`);
    expect(policy.get('frame-ancestors')).toBe("'self' https://shop.example");
  });

  it("can be loaded by the telecom's own site", () => {
    expect(headers('Widget').CorsConfig).toMatchObject({
      AccessControlAllowOrigins: { Items: ['*'] },
      AccessControlAllowCredentials: false,
    });
    expect(headers('Widget').CustomHeadersConfig).toMatchObject({
      Items: expect.arrayContaining([
        { Header: 'Cross-Origin-Resource-Policy', Value: 'cross-origin', Override: true },
      ]),
    });
  });

  it('answers unknown paths as unknown', () => {
    expect(distribution('Widget')).not.toHaveProperty('CustomErrorResponses');
  });
});

describe('dashboard site', () => {
  it('talks to the API and the sign-in, and is never framed', () => {
    const policy = contentSecurityPolicy('Dashboard');

    expect(policy.get('connect-src')).toBe(
      `'self' ${API} https://cognito-idp.<AWS::Region>.<AWS::URLSuffix> https://switchboard-<AWS::AccountId>.auth.<AWS::Region>.amazoncognito.com`,
    );
    expect(policy.get('frame-ancestors')).toBe("'none'");
    expect(headers('Dashboard').SecurityHeadersConfig).toMatchObject({
      FrameOptions: { FrameOption: 'DENY' },
    });
  });

  it('cannot be read by other sites', () => {
    expect(headers('Dashboard')).not.toHaveProperty('CorsConfig');
    expect(JSON.stringify(headers('Dashboard'))).toContain('same-origin');
  });

  it("serves its page for the app's own paths", () => {
    expect(distribution('Dashboard').CustomErrorResponses).toEqual([
      { ErrorCode: 403, ResponseCode: 200, ResponsePagePath: '/index.html', ErrorCachingMinTTL: 0 },
    ]);
  });
});

describe('config.json', () => {
  it.each([
    ['Widget', ['apiUrl', 'socketUrl']],
    ['Dashboard', ['apiUrl', 'clientId', 'issuer', 'region', 'signInDomain', 'socketUrl']],
  ])('tells the %s site where the back end is', async (site, keys) => {
    const config = await deployedConfig(site);

    expect(Object.keys(config).sort()).toEqual(keys);
    expect(config.socketUrl).toBe(
      'wss://<SocketApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod',
    );
    expect(config.apiUrl).toBe('<AgentApi.ApiEndpoint>');
  });

  it('names the sign-in domain that the pool really has', async () => {
    const { signInDomain } = await deployedConfig('Dashboard');
    const domain = resource(
      assembly.backend,
      'AWS::Cognito::UserPoolDomain',
      'IdentityUserPoolDomain',
    );

    expect(signInDomain).toBe(
      `https://${text(domain.Properties.Domain)}.auth.<AWS::Region>.amazoncognito.com`,
    );
  });

  it('is the only file the back end may write, and is cached for a minute', () => {
    const policy = resource(
      assembly.backend,
      'AWS::IAM::Policy',
      'WebConfigDeployerRoleDefaultPolicy',
    );
    const { Statement } = policy.Properties.PolicyDocument as { Statement: Json[] };
    const writes = Statement.filter(({ Action }) => list(Action).includes('s3:PutObject'));

    const targets = writes.flatMap(({ Resource }) => list(Resource).map(text));

    expect(targets).toHaveLength(2);
    for (const target of targets) expect(target).toMatch(/Bucket\w+>\/config\.json$/);
    for (const { Properties } of resources(
      assembly.backend,
      'Custom::CDKBucketDeployment',
    ).values()) {
      expect(Properties).toMatchObject({
        Prune: false,
        SystemMetadata: { 'cache-control': 'public, max-age=60' },
      });
    }
  });
});

it('names both sites in the outputs', () => {
  const value = (id: string) => text(assembly.web.findOutputs(id)[id]?.Value);

  expect(value('WidgetUrl')).toBe('https://<WidgetDistribution.DomainName>');
  expect(value('DashboardUrl')).toBe('https://<DashboardDistribution.DomainName>');
});

/** The file as the deployment writes it: the asset with its markers replaced. */
async function deployedConfig(site: string): Promise<Record<string, string>> {
  const { Properties } = resource(
    assembly.backend,
    'Custom::CDKBucketDeployment',
    `WebConfigDeployer${site}CustomResource`,
  );
  const [key = ''] = Properties.SourceObjectKeys as string[];
  const [markers = {}] = Properties.SourceMarkers as Record<string, unknown>[];
  const folder = join(assembly.dir, `asset.${key.replace('.zip', '')}`);
  expect(await readdir(folder)).toEqual(['config.json']);
  let content = await readFile(join(folder, 'config.json'), 'utf8');
  for (const [marker, value] of Object.entries(markers)) {
    content = content.replaceAll(marker, text(value));
  }
  return JSON.parse(content) as Record<string, string>;
}
