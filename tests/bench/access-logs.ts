import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { prepareAssembly } from '../../local/assembly-source.ts';

/** Bytes of one line in each API's access log. */
export interface AccessLogBytes {
  socket: number;
  http: number;
}

/** Typical values of the variables that the access logs use. */
const SAMPLES: Record<string, string> = {
  'context.requestId': 'dqDX0kkAdJgyED8=',
  'context.requestTime': '22/Nov/2026:21:05:49 +0000',
  'context.identity.sourceIp': '203.0.113.117',
  'context.status': '200',
  'context.integrationLatency': '24',
  'context.integrationErrorMessage': '-',
  'context.connectionId': 'dqDX0cWboAMCJqA=',
  'context.eventType': 'MESSAGE',
  'context.routeKey': '$default',
  'context.authorizer.status': '-',
  'context.authorizer.error': '-',
  'context.httpMethod': 'POST',
  'context.path': '/sessions/019ab1c8-8a54-7cc0-a5be-0d7a1d1f6f0e/assignment',
  'context.responseLength': '1024',
};

/** Fills the synthesised formats with typical values. @throws Error for a variable without one. */
export async function accessLogBytes(): Promise<AccessLogBytes> {
  const folder = await prepareAssembly(() => {});
  const text = await readFile(join(folder, 'SwitchboardBackend.template.json'), 'utf8');
  const { Resources } = JSON.parse(text) as { Resources: Record<string, Stage> };
  const formats = Object.values(Resources)
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage')
    .map(({ Properties }) => Properties.AccessLogSettings.Format);
  const bytes = (marker: string) => {
    const format = formats.find((one) => one.includes(marker));
    if (!format) throw new Error(`No access log with ${marker}.`);
    return Buffer.byteLength(format.replace(/\$(context(?:\.\w+)+)/g, (_, name) => sample(name)));
  };
  return { socket: bytes('$context.connectionId'), http: bytes('$context.httpMethod') };
}

interface Stage {
  Type: string;
  Properties: { AccessLogSettings: { Format: string } };
}

function sample(name: string): string {
  const value = SAMPLES[name];
  if (value === undefined) throw new Error(`No typical value of $${name}.`);
  return value;
}
