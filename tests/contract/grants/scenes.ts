import { endpointsOf } from '../../../bin/verify/endpoints.ts';
import { verifyHandoff } from '../../../bin/verify/handoff.ts';
import { createReporter } from '../../../bin/verify/report.ts';
import type { Cloud } from '../../../local/cloud.ts';
import { openAgent, openCustomer, originsOf, tokenOf } from '../laptop-cloud.ts';
import type { RecordedCloud } from './record.ts';

/** Times short enough to be lived through; what is not to happen is long. */
export const POLICY = { offerMs: 1500, agentGraceMs: 500, customerGraceMs: 60_000 };

/** The whole handoff: its lines, of which a failed one begins with ✗ and says why. */
export async function playHandoff(cloud: Cloud): Promise<string[]> {
  const lines: string[] = [];
  const endpoints = endpointsOf(cloud.outputs, 'stack outputs');
  const tokens = [await tokenOf(cloud, 'asha'), await tokenOf(cloud, 'ben')];
  const reporter = createReporter((line) => lines.push(line));
  await verifyHandoff({ endpoints, tokens, origins: originsOf(cloud) }, reporter).catch(() => {
    // The reporter has it on record.
  });
  return lines;
}

/** Nobody takes the first offer; then the customer and after them the agent are lost. */
export async function playLoss({ cloud }: RecordedCloud): Promise<void> {
  const asha = await openAgent(cloud, 'asha');
  const { socket, sessionId, sessionKey } = await openCustomer(cloud);
  await socket.ask({ type: 'escalation.request', sessionId }, 'session.status_changed');
  await asha.socket.take('offer.timed_out');
  const ben = await openAgent(cloud, 'ben');
  const { offerId } = await ben.socket.take('offer.created');
  await ben.call('POST', `/offers/${offerId}/accept`, { sessionId });
  await socket.take('participant.joined');

  socket.terminate();
  await ben.socket.take('participant.disconnected');
  const back = await openCustomer(cloud, { sessionId, sessionKey });

  ben.socket.terminate();
  await back.socket.take('participant.left');
  back.socket.terminate();
  asha.socket.terminate();
}

/** A chat that goes on in a second window, which closes the first; a message is left. */
export async function playSecondWindow({ cloud }: RecordedCloud): Promise<void> {
  const first = await openCustomer(cloud);
  const { sessionId, sessionKey } = first;
  const { socket } = await openCustomer(cloud, { sessionId, sessionKey });
  await first.socket.closed;
  socket.send({ type: 'escalation.request', sessionId });
  await socket.take('escalation.failed');
  const contact = { contact: 'dana@example.com', text: 'Please call me.' };
  await socket.ask({ type: 'message.leave', sessionId, ...contact }, 'session.closed');
  const ben = await openAgent(cloud, 'ben');
  await ben.call('GET', '/left-messages');
  await ben.call('POST', `/left-messages/${sessionId}/handled`);
  socket.terminate();
  ben.socket.terminate();
}

/** The analyzer finds that whoever it wants to tell is gone, and notes it. */
export async function playDeadAddress({ cloud, asked }: RecordedCloud): Promise<void> {
  const { socket, sessionId } = await openCustomer(cloud);
  const fault = cloud.faults.add({ kind: 'gone', where: { function: 'analyze' } });
  socket.send({ type: 'escalation.request', sessionId });
  await asked(
    'the analyzer has noted the dead address',
    (access) =>
      access.kind === 'call' &&
      access.call.caller === 'analyze' &&
      access.call.operation === 'UpdateItem',
  );
  cloud.faults.remove(fault.id);
  socket.terminate();
}

/** The minute passes. */
export async function playSweep({ cloud }: RecordedCloud): Promise<void> {
  await cloud.fireSchedule();
}
