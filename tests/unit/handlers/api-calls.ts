import type {
  APIGatewayProxyEventV2WithJWTAuthorizer,
  APIGatewayProxyStructuredResultV2,
} from 'aws-lambda';
import { handler } from '../../../lambdas/handlers/api.ts';

/** The claims of an agent’s token, as the gateway hands them on. */
export const ASHA = {
  sub: 'asha',
  name: 'Asha Rao',
  'custom:team': 'Billing',
  'cognito:groups': '[agent]',
};

interface Request {
  body?: object | string;
  claims?: Record<string, unknown>;
  origin?: string;
  query?: string;
}

/** Calls the function as the HTTP API does, by default as Asha at the dashboard. */
export async function call(method: string, path: string, request: Request = {}) {
  const { body, claims = ASHA, origin = 'https://desk.test', query = '' } = request;
  const event = {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers: { origin, 'content-type': 'application/json', host: 'api.test' },
    requestContext: {
      requestId: 'request-1',
      domainName: 'api.test',
      http: { method, path, sourceIp: '198.51.100.7' },
      authorizer: { jwt: { claims, scopes: [] } },
    },
    body: typeof body === 'object' ? JSON.stringify(body) : body,
    isBase64Encoded: false,
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
  const result = (await handler(event as never)) as APIGatewayProxyStructuredResultV2;
  return { status: result.statusCode, body: JSON.parse(result.body || 'null'), result };
}
