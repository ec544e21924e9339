import type { BeforeCall } from '../../local/front-door/call.ts';
import type { Message } from '../../protocol/message.ts';
import { openAgent, openCustomer } from '../contract/laptop-cloud.ts';
import { expect, test } from './cloud.ts';

test.use({ policy: { routing: 'manual', capacity: 20 } });

const TIMES = 20;
const IDS = ['0192f0c1-9999-7d4e-8f50-000000000001', '0192f0c1-9999-7d4e-8f50-000000000002'];
const ANSWER = 'It is 44712345.';
const words = (sessionId: string, cseq: 1 | 2, text: string) => {
  return { type: 'message.send', sessionId, id: IDS[cseq - 1], cseq, text };
};

/** Which function commits what: the customer’s words with the bot’s reply, or the agent’s join. */
const COMMITS = { message: 'said', api: 'joined' } as const;
type Commit = (typeof COMMITS)[keyof typeof COMMITS];

/**
 * Makes both functions decide on the same state: the commit of `first` waits until the other one
 * has decided, too, and that one’s commit waits for `letGo`.
 */
function collide(first: Commit): { before: BeforeCall; letGo(): void } {
  let letGo = (): void => {};
  let decided = (): void => {};
  const gone = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const otherDecided = new Promise<void>((resolve) => {
    decided = resolve;
  });
  const before: BeforeCall = async ({ operation, caller }) => {
    const commit = COMMITS[caller as keyof typeof COMMITS];
    if (operation !== 'TransactWriteItems' || commit === undefined) return undefined;
    if (commit !== first) decided();
    await (commit === first ? otherDecided : gone);
    return undefined;
  };
  return { before, letGo };
}

test('8 · A reply of the bot that is in flight when the agent joins is dropped, 20 times', async ({
  cloud,
  faults,
}) => {
  const asha = await openAgent(cloud, 'asha');
  for (let time = 0; time < TIMES; time += 1) {
    const { socket, sessionId } = await openCustomer(cloud);
    await socket.ask(words(sessionId, 1, 'a person please, my bill is wrong'), 'message.ack');
    const { messages: told } = await socket.take('session.status_changed');
    expect(told.at(-1)).toMatchObject({ event: 'detail_asked', from: { role: 'bot' } });

    const first = time % 2 ? 'said' : 'joined';
    const { before, letGo } = collide(first);
    faults.before = before;
    const saying = socket.ask(words(sessionId, 2, ANSWER), 'message.ack');
    const claiming = asha.call('PUT', `/sessions/${sessionId}/assignment`);
    await (first === 'said' ? saying : claiming);
    letGo();
    const [ack, claim] = await Promise.all([saying, claiming]);
    delete faults.before;

    expect(claim.status).toBe(200);
    const path = `/sessions/${sessionId}/messages?after=0`;
    const { messages } = (await asha.call<{ messages: Message[] }>('GET', path)).body;
    const joined = messages.filter(({ event }) => event === 'joined').map(({ seq }) => seq);
    expect(joined).toHaveLength(1);
    const [joinedAt = 0] = joined;
    const late = messages.filter(({ from, seq }) => from.role === 'bot' && seq > joinedAt);
    expect(late).toEqual([]);
    expect(messages.filter(({ text }) => text === ANSWER).map(({ seq }) => seq)).toEqual([ack.seq]);
    expect(joinedAt < ack.seq ? 'joined' : 'said').toBe(first);
  }
});
