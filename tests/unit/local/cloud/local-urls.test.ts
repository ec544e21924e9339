import { describe, expect, it } from 'vitest';
import { deploy } from '../../../../local/cfn/deployment.ts';
import { localizer } from '../../../../local/local-urls.ts';

const { resources } = deploy([
  {
    name: 'Shop',
    region: 'eu-west-1',
    account: '123456789012',
    assets: new Map(),
    template: {
      Resources: {
        Socket: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET' } },
        Http: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
        Site: { Type: 'AWS::CloudFront::Distribution' },
        People: { Type: 'AWS::Cognito::UserPool' },
        Work: { Type: 'AWS::SQS::Queue' },
      },
    },
  },
]);
const [socket, http, site, people, work] = resources;
const domain = site?.attributes.DomainName ?? '';
const urls = {
  widget: 'http://localhost:1',
  dashboard: 'http://localhost:2',
  httpApi: 'http://localhost:3',
  socket: 'ws://localhost:4',
  issuer: 'http://localhost:5',
  frontDoor: 'http://127.0.0.1:6',
};
const localize = localizer(resources, urls, (name) => (name === domain ? urls.widget : undefined));
const execute = 'execute-api.eu-west-1.amazonaws.com';

describe('localizer', () => {
  it.each([
    ['a socket', `wss://${socket?.ref}.${execute}/prod`, 'ws://localhost:4/prod'],
    [
      '@connections',
      `https://${socket?.ref}.${execute}/prod`,
      `http://127.0.0.1:6/${socket?.ref}/prod`,
    ],
    ['an HTTP API', `https://${http?.ref}.${execute}/tickets`, 'http://localhost:3/tickets'],
    ['a site', `https://${domain}/`, 'http://localhost:1/'],
    ['a bare domain', domain, 'localhost:1'],
    ['an issuer', people?.attributes.ProviderURL ?? '', 'http://localhost:5'],
    [
      'a sign-in page',
      'https://people.auth.eu-west-1.amazoncognito.com/login',
      'http://localhost:5/login',
    ],
    ['a queue', work?.ref ?? '', 'http://127.0.0.1:6/123456789012/Shop-Work'],
    [
      'a policy with wildcards',
      `connect-src 'self' https://*.${execute} wss://*.${execute}; upgrade-insecure-requests`,
      "connect-src 'self' http://localhost:3 ws://localhost:4",
    ],
    ['another API', `https://otherapi12.${execute}/x`, `https://otherapi12.${execute}/x`],
    ['anything else', 'https://example.com/$1', 'https://example.com/$1'],
  ])('turns the address of %s into the local one', (_name, address, expected) => {
    expect(localize(address)).toBe(expected);
  });

  it('reaches into lists and objects and leaves other values alone', () => {
    const value = { origins: [`https://${domain}`, 7, null], on: true };
    expect(localize(value)).toEqual({ origins: ['http://localhost:1', 7, null], on: true });
  });
});
