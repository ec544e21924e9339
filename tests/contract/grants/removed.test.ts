import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { type Cloud, type CloudLogEntry, startCloud } from '../../../local/cloud.ts';
import { NOT_PERMITTED } from '../../../local/contracts.ts';
import { customerTicket, openSocket, originsOf, request, socketAddress } from '../laptop-cloud.ts';
import { refused } from '../refused.ts';
import { PEOPLE } from './people.ts';
import { playHandoff } from './scenes.ts';
import { assemblyWith, type Resources, withoutAction, withoutPermissions } from './templates.ts';

const folders: string[] = [];
let cloud: Cloud | undefined;
let entries: CloudLogEntry[] = [];
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
  entries = [];
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A cloud of the same stacks but for one change. */
async function startChanged(change: (resources: Resources) => void): Promise<Cloud> {
  const assemblyDir = await assemblyWith(change);
  folders.push(assemblyDir);
  cloud = await startCloud({
    assemblyDir,
    basePort: 0,
    personas: PEOPLE,
    onLog: (entry) => entries.push(entry),
  });
  return cloud;
}

const problems = () => entries.flatMap((entry) => (entry.kind === 'problem' ? [entry.text] : []));
/** Where a customer's socket is opened, with a ticket of its own. */
async function addressFor(running: Cloud): Promise<[url: string, origin: string]> {
  const { ticket } = await customerTicket(running);
  return [`${socketAddress(running)}?ticket=${ticket}`, originsOf(running).customer];
}

/** What a developer is told: who may not do what, in AWS's own words. */
function denial(name: string, action: string): RegExp {
  const id = `SwitchboardBackend-${name}Function`;
  return new RegExp(
    `^${name.toLowerCase()}: User: arn:aws:sts::\\d{12}:assumed-role/${id}Role\\w+/${id}\\w+` +
      ` is not authorized to perform: ${action} on resource: arn:aws:\\S+` +
      ` because no identity-based policy allows the ${action} action$`,
  );
}

describe('the handoff fails where a role lacks', () => {
  it.each([
    ['dynamodb:PutItem', 'Message', 'the bot answers'],
    ['dynamodb:UpdateItem', 'Authorize', 'two agents sign in'],
    ['sqs:sendmessage', 'Message', 'the customer complains'],
  ])(
    '%s: %s',
    async (action, name, step) => {
      const granted = action.replace('sendmessage', 'SendMessage');
      const running = await startChanged(withoutAction(name, granted));

      const lines = await playHandoff(running);

      expect(lines.at(-1)).toMatch(new RegExp(`^✗ ${step}`));
      expect(problems()).toContainEqual(expect.stringMatching(denial(name, action)));
    },
    60_000,
  );
});

describe('API Gateway and EventBridge may not invoke a function without a permission:', () => {
  it('the HTTP API answers 500 and the log says why', async () => {
    const running = await startChanged(withoutPermissions('AgentApiPOSTtickets'));
    const origin = originsOf(running).customer;

    const answer = await request(running, 'POST', '/tickets', { body: {}, origin });

    expect(answer).toEqual({ status: 500, body: { message: 'Internal Server Error' } });
    expect(problems()).toEqual([
      expect.stringMatching(
        /^HTTP route POST \/tickets failed: no AWS::Lambda::Permission lets apigateway.amazonaws.com invoke arn:aws:lambda:\S+ApiFunction\w+ for arn:aws:execute-api:\S+\/\$default\/POST\/tickets$/,
      ),
    ]);
  });

  it('a frame is answered with an error, $disconnect and a rule run nothing', async () => {
    const running = await startChanged(
      withoutPermissions('SocketApidefaultRoute', 'SocketApidisconnectRoute', 'SweepAllow'),
    );
    const [url, origin] = await addressFor(running);
    const socket = new WebSocket(url, { origin });
    await once(socket, 'open');

    socket.send(JSON.stringify({ type: 'heartbeat' }));
    const [frame] = await once(socket, 'message');
    const [fired] = await running.fireSchedule();
    socket.terminate();

    expect(JSON.parse(String(frame))).toMatchObject({ message: 'Internal server error' });
    expect(fired).toMatchObject({ ok: false, errorType: NOT_PERMITTED });
    await vi.waitFor(() => expect(problems()).toHaveLength(3));
    expect(problems()).toEqual([
      expect.stringMatching(/^WebSocket route \$default failed: no AWS::Lambda::Permission lets/),
      expect.stringMatching(/^rule Sweep\w+ failed: no AWS::Lambda::Permission lets events\./),
      expect.stringMatching(/^WebSocket route \$disconnect failed: no AWS::Lambda::Permission/),
    ]);
  });

  it.each([
    ['$connect', 'SocketApiconnectRoute'],
    ['the authorizer', 'SocketApiSwitchboardBackendSocketApiTicket'],
  ])('%s refuses the handshake with 500', async (_name, permission) => {
    const running = await startChanged(withoutPermissions(permission));

    const [url, origin] = await addressFor(running);

    expect(await refused(openSocket(url, origin))).toMatchObject({ status: 500 });

    expect(problems()).toEqual([
      expect.stringMatching(/^WebSocket handshake refused with 500: .*no AWS::Lambda::Permission/),
    ]);
  });
});

it('the start fails where a role may not consume the queue its function is fed from', async () => {
  const start = startChanged(withoutAction('Analyze', 'sqs:DeleteMessage'));

  await expect(start).rejects.toThrow(
    /^SwitchboardBackend \/ AnalyzeFunctionRole\w+ \(AWS::IAM::Role\): The function execution role does not have permissions to call DeleteMessage on SQS: /,
  );
});
