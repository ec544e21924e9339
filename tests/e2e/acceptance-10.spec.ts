import { expect, test } from './cloud.ts';

// An unanswered chat is looked at several times after both idle times and before it goes to others.
test.use({ policy: { idleWarningMs: 2000, idleEndMs: 3000, agentReplyMs: 8000 } });

test('10 · A chat ends as idle only after the agent’s last word, with a warning, and opens no new one', async ({
  people,
  records,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  const sessionId = await customer.sessionId();
  const eventsAfter = async (words: string) => {
    const entries = await records.transcript(sessionId);
    const last = entries.findIndex(({ text }) => text === words);
    return entries.slice(last + 1).map(({ event }) => event);
  };

  await asha.say('What is it about?');
  await customer.say('My question is open.');
  await customer.sees(/Asha Rao isn’t answering/);
  expect(await eventsAfter('My question is open.')).not.toContain('idle_warning');
  expect((await records.context(sessionId)).session.status).toBe('queued');

  await asha.join('My question is open.');
  const tickets: string[] = [];
  customer.page.on('request', (request) => {
    if (request.url().endsWith('/tickets')) tickets.push(request.url());
  });
  await asha.say('Here is the answer.');
  await customer.sees(/Are you still there\?/);
  await customer.reads('This chat has ended.');

  await customer.sees(/closed because it was quiet/);
  expect(await eventsAfter('Here is the answer.')).toEqual(['idle_warning', 'ended']);
  expect((await records.context(sessionId)).session.closeReason).toBe('customer_idle');
  await asha.wrapUp();
  await expect(asha.page.getByRole('tab', { name: /^Waiting/ })).toHaveText(/0/);
  await expect(asha.page.getByRole('tab', { name: /^Mine/ })).toHaveText(/0/);
  expect(tickets).toEqual([]);
});
