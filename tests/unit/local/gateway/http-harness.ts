import type { InvokeResult } from '../../../../local/contracts.ts';
import { type HttpGateway, startHttpGateway } from '../../../../local/gateway/http.ts';
import type { HttpGatewayOptions } from '../../../../local/gateway/http-options.ts';

/** The parts of an HTTP event (payload 2.0) the tests look at. */
export interface HttpTestEvent {
  routeKey: string;
  headers: Record<string, string>;
  pathParameters?: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: {
    authorizer?: { jwt: { claims: Record<string, string>; scopes: string[] | null } };
  };
}

/** An HTTP API whose routes all lead to one in-test function. */
export class HttpHarness {
  readonly events: HttpTestEvent[] = [];
  readonly log: string[] = [];
  gateway!: HttpGateway;

  async start(
    answer: (event: HttpTestEvent) => unknown,
    options: Partial<HttpGatewayOptions> = {},
  ): Promise<this> {
    this.gateway = await startHttpGateway({
      port: 0,
      apiId: 'http1',
      stage: '$default',
      accountId: '111122223333',
      routes: { $default: { functionArn: 'fn' } },
      invoke: async (_arn, event): Promise<InvokeResult> => {
        this.events.push(event as HttpTestEvent);
        try {
          return { ok: true, payload: await answer(event as HttpTestEvent) };
        } catch (error) {
          return { ok: false, errorType: 'Error', errorMessage: (error as Error).message };
        }
      },
      log: (line) => this.log.push(line),
      ...options,
    });
    return this;
  }

  fetch(path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.gateway.url}${path}`, init);
  }

  async stop(): Promise<void> {
    await this.gateway.close();
  }
}
