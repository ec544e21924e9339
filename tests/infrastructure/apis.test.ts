import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Assembly,
  list,
  type Resource,
  resource,
  resources,
  synthesize,
  text,
} from './assembly.ts';

let assembly: Assembly;
beforeAll(async () => {
  assembly = await synthesize({ extraOrigins: ['https://shop.example'] });
});
afterAll(() => assembly.remove());

function routes(api: string): Map<string, Resource> {
  const all = [...resources(assembly.backend, 'AWS::ApiGatewayV2::Route').values()];
  return new Map(
    all
      .filter((route) => text(route.Properties.ApiId) === `<${api}>`)
      .map((route) => [route.Properties.RouteKey as string, route]),
  );
}

function integrationOf(route: Resource | undefined): Resource {
  const id = /integrations\/<(.+)>/.exec(text(route?.Properties.Target))?.[1] ?? '';
  return resource(assembly.backend, 'AWS::ApiGatewayV2::Integration', id);
}

function authorizerOf(route: Resource | undefined): Resource {
  const id = text(route?.Properties.AuthorizerId).slice(1, -1);
  return resource(assembly.backend, 'AWS::ApiGatewayV2::Authorizer', id);
}

function responsesOf(routeId: string): Resource[] {
  const all = [...resources(assembly.backend, 'AWS::ApiGatewayV2::RouteResponse').values()];
  return all.filter((response) => text(response.Properties.RouteId) === `<${routeId}>`);
}

describe('WebSocket API', () => {
  it('routes by the type of a frame, and only ping has its own route', () => {
    const api = resource(assembly.backend, 'AWS::ApiGatewayV2::Api', 'SocketApi');

    expect(api.Properties.RouteSelectionExpression).toBe('$request.body.type');
    expect([...routes('SocketApi').keys()].sort()).toEqual([
      '$connect',
      '$default',
      '$disconnect',
      'ping',
    ]);
  });

  it.each([
    ['$connect', 'ConnectFunction'],
    ['$disconnect', 'DisconnectFunction'],
    ['$default', 'MessageFunction'],
  ])('sends %s to %s', (key, handler) => {
    const integration = integrationOf(routes('SocketApi').get(key));

    expect(integration.Properties.IntegrationType).toBe('AWS_PROXY');
    expect(text(integration.Properties.IntegrationUri)).toContain(`<${handler}.Arn>`);
  });

  it('lets nobody connect without a ticket that the authorizer accepts', () => {
    const connect = routes('SocketApi').get('$connect');
    const authorizer = authorizerOf(connect);

    expect(connect?.Properties.AuthorizationType).toBe('CUSTOM');
    expect(authorizer.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      IdentitySource: ['route.request.querystring.ticket'],
    });
    expect(text(authorizer.Properties.AuthorizerUri)).toContain(`<AuthorizeFunction.Arn>`);
  });

  it('returns the reply of the message function on the same socket', () => {
    expect(routes('SocketApi').get('$default')?.Properties.RouteResponseSelectionExpression).toBe(
      '$default',
    );
    expect(responsesOf('SocketApidefaultRoute')).toHaveLength(1);
  });

  it('answers a ping with a pong and without any function', () => {
    const integration = integrationOf(routes('SocketApi').get('ping'));
    const response = resource(
      assembly.backend,
      'AWS::ApiGatewayV2::IntegrationResponse',
      'SocketApipingRoutePong',
    );

    expect(integration.Properties).toMatchObject({
      IntegrationType: 'MOCK',
      RequestTemplates: { $default: '{"statusCode":200}' },
      TemplateSelectionExpression: '\\$default',
    });
    expect(response.Properties).toMatchObject({
      IntegrationResponseKey: '$default',
      ResponseTemplates: { $default: '{"type":"pong"}' },
      TemplateSelectionExpression: '\\$default',
    });
    expect(responsesOf('SocketApipingRoute')).toHaveLength(1);
  });

  it('deploys route changes by itself to the throttled stage prod', () => {
    const stage = resource(assembly.backend, 'AWS::ApiGatewayV2::Stage', 'SocketStage');

    expect(stage.Properties).toMatchObject({
      StageName: 'prod',
      AutoDeploy: true,
      DefaultRouteSettings: {
        ThrottlingBurstLimit: expect.any(Number),
        ThrottlingRateLimit: expect.any(Number),
      },
    });
  });
});

describe('HTTP API', () => {
  it('asks for no token for customer tickets and for an ID token for everything else', () => {
    const types = [...routes('AgentApi')].map(([key, route]) => [
      key,
      route.Properties.AuthorizationType,
    ]);

    expect(Object.fromEntries(types)).toEqual({
      'POST /tickets': 'NONE',
      'GET /{proxy+}': 'JWT',
      'POST /{proxy+}': 'JWT',
      'PUT /{proxy+}': 'JWT',
      'DELETE /{proxy+}': 'JWT',
    });
  });

  it('leaves preflights to the gateway: no route matches OPTIONS', () => {
    const matching = [...routes('AgentApi').keys()].filter((key) =>
      /^(ANY|OPTIONS|\$default)/.test(key),
    );

    expect(matching).toEqual([]);
  });

  it('lets the sites and the listed origins in, and nobody else', () => {
    const api = resource(assembly.backend, 'AWS::ApiGatewayV2::Api', 'AgentApi');
    const cors = api.Properties.CorsConfiguration as Record<string, unknown>;

    expect(list(cors.AllowOrigins).map(text)).toEqual([
      expect.stringMatching(/^https:\/\/<import FnGetAttWidgetDistribution\w+>$/),
      expect.stringMatching(/^https:\/\/<import FnGetAttDashboardDistribution\w+>$/),
      'https://shop.example',
    ]);
    expect(cors.AllowHeaders).toEqual(['authorization', 'content-type']);
    expect(cors.AllowMethods).toEqual(['GET', 'POST', 'PUT', 'DELETE']);
    expect(cors).not.toHaveProperty('ExposeHeaders');
    expect(cors).not.toHaveProperty('AllowCredentials');
  });

  it('checks issuer and audience of the token', () => {
    const authorizer = authorizerOf(routes('AgentApi').get('GET /{proxy+}'));
    const jwt = authorizer.Properties.JwtConfiguration as { Audience: unknown[]; Issuer: unknown };

    expect(text(jwt.Issuer)).toBe(`<IdentityUserPool.ProviderURL>`);
    expect(jwt.Audience.map(text)).toEqual([`<IdentityUserPoolDashboard>`]);
  });

  it('has the throttled default stage', () => {
    const stage = resource(assembly.backend, 'AWS::ApiGatewayV2::Stage', 'AgentStage');

    expect(stage.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: expect.any(Number) },
    });
  });
});

it('logs accesses without bodies, headers or query strings, which hold tickets', () => {
  const stages = [...resources(assembly.backend, 'AWS::ApiGatewayV2::Stage').values()];
  const formats = stages.map(
    (stage) => (stage.Properties.AccessLogSettings as { Format: string }).Format,
  );

  expect(formats).toHaveLength(2);
  for (const format of formats) {
    const values = Object.values(JSON.parse(format) as Record<string, string>);
    expect(values.join(' ')).not.toMatch(/querystring|header|body|requestOverride/i);
    expect(values.every((value) => value.startsWith('$context.'))).toBe(true);
  }
});

it('lets only the gateways and the schedule invoke functions', () => {
  const permissions = [...resources(assembly.backend, 'AWS::Lambda::Permission').values()];
  const principals = new Set(permissions.map((permission) => permission.Properties.Principal));

  expect(principals).toEqual(new Set(['apigateway.amazonaws.com', 'events.amazonaws.com']));
  for (const { Properties } of permissions) expect(text(Properties.SourceArn)).not.toBe('*');
});

it('sweeps every minute with the timers function', () => {
  const rule = resource(assembly.backend, 'AWS::Events::Rule', 'Sweep');
  const [target] = rule.Properties.Targets as { Arn: unknown }[];

  expect(rule.Properties).toMatchObject({ ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' });
  expect(text(target?.Arn)).toBe(`<TimersFunction.Arn>`);
});

it('names the addresses that clients and tests need in the outputs', () => {
  const value = (id: string) => text(assembly.backend.findOutputs(id)[id]?.Value);

  expect(value('SocketUrl')).toBe(
    'wss://<SocketApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>/prod',
  );
  expect(value('ApiUrl')).toBe('<AgentApi.ApiEndpoint>');
  expect(value('Issuer')).toBe('<IdentityUserPool.ProviderURL>');
  expect(value('ClientId')).toBe('<IdentityUserPoolDashboard>');
});
