import { expect, test } from './cloud.ts';

/** Harmless by itself, and enough for a person if what was said before the handoff still counted. */
const NEXT = 'ok, and how do i read my bill?';

test('9 · After a return to the bot, and after the end, the next message does not escalate', async ({
  people,
  records,
}) => {
  const answersTo = async (sessionId: string) => {
    const entries = await records.transcript(sessionId);
    const asked = entries.findIndex(({ text }) => text === NEXT);
    return asked < 0 ? [] : entries.slice(asked + 1).map(({ from }) => from.role);
  };
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('I’m very frustrated! My bill is wrong again');
  await asha.acceptOffer();
  await asha.say('It is corrected.');
  await customer.sees('It is corrected.');
  const first = await customer.sessionId();

  await asha.page.getByRole('button', { name: 'Return to bot' }).click();
  await customer.sees(/chatting with the assistant again/);
  await customer.say(NEXT);
  await expect.poll(() => answersTo(first)).toEqual(['bot']);
  // Whoever asks after them is offered: had their message escalated, it would stand before.
  const marker = await people.customer('Ana Ruiz');
  await marker.say('a person please, my bill is wrong');
  await asha.acceptOffer('Ana Ruiz');
  await customer.endChat();
  await customer.reads('This chat has ended.');
  await customer.say('can you explain my bill');
  const second = await customer.sessionId(first);
  await expect(async () => expect(await records.transcript(second)).toHaveLength(2)).toPass();
  const lateMarker = await people.customer('Bo Lind');
  await lateMarker.say('a person please, my bill is wrong');
  await asha.acceptOffer('Bo Lind');

  const offered = asha.received('offer.created').map(({ card }) => card.customer.name);
  expect(offered).toEqual(['Dana Okafor', 'Ana Ruiz', 'Bo Lind']);
  const before = await records.context(first);
  expect(before.escalations.map(({ status }) => status)).toEqual(['returned_to_bot']);
  expect(before.session).toMatchObject({ status: 'closed', closeReason: 'customer_ended' });
  const after = await records.context(second);
  expect(after.escalations).toEqual([]);
  expect(after.session.status).toBe('bot');
});
