import { Agent, request } from 'node:http';
import { CALLER } from '../../contract/local-services.ts';

/** What one engine made of one request. */
export type Outcome =
  | { output: Record<string, unknown> }
  | { error: { name: string; message: string; [member: string]: unknown } };

/** One engine, spoken to in the wire protocol. */
export interface Wire {
  call(operation: string, input: Record<string, unknown>): Promise<Outcome>;
  close(): void;
}

/** Requests over kept connections; nothing is retried. Rejects when the engine does not answer. */
export function createWire(url: string): Wire {
  const agent = new Agent({ keepAlive: true, noDelay: true });
  return {
    call: (operation, input) => post(agent, url, operation, JSON.stringify(input)),
    close: () => agent.destroy(),
  };
}

function post(agent: Agent, url: string, operation: string, body: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          'x-amz-target': `DynamoDB_20120810.${operation}`,
          authorization: `AWS4-HMAC-SHA256 Credential=${CALLER}/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=unused`,
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          try {
            resolve(outcomeOf(answer.statusCode ?? 0, Buffer.concat(chunks).toString()));
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function outcomeOf(status: number, text: string): Outcome {
  const body = JSON.parse(text) as Record<string, unknown>;
  if (status === 200) return { output: body };
  const { __type, message, Message, ...rest } = body;
  return {
    error: {
      ...rest,
      name: String(__type).split('#').at(-1) ?? '',
      message: String(message ?? Message ?? ''),
    },
  };
}
