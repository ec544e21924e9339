import { expect, test } from './cloud.ts';

test.use({ policy: { agentGraceMs: 1000 } });

test('2 · An agent who was offline while a colleague took over gets the chat back without a gap or a refresh', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  await asha.say('Line 1 from Asha.');
  await customer.sees('Line 1 from Asha.');
  const ravi = await people.agent('Ravi Menon');
  const { loads } = asha;

  await asha.page.context().setOffline(true);
  await customer.sees(/Asha Rao’s connection dropped/);
  await ravi.acceptOffer();
  await ravi.say('Line 2 from Ravi.');
  // Who writes sees the text at once; only when the other has it does it have its place.
  await customer.sees('Line 2 from Ravi.');
  await customer.say('Line 3 from Dana.');
  await ravi.sees('Line 3 from Dana.');
  await ravi.say('Line 4 from Ravi.');
  await customer.sees('Line 4 from Ravi.');
  await asha.page.context().setOffline(false);
  await ravi.transfer(/Asha Rao/);
  await asha.acceptOffer();
  await asha.say('Line 5 from Asha.');

  await customer.sees('Line 5 from Asha.');
  const lines = ['1 from Asha', '2 from Ravi', '3 from Dana', '4 from Ravi', '5 from Asha'];
  const expected = lines.map((line) => `Line ${line}.`);
  expect(await asha.texts(/^Line \d/)).toEqual(expected);
  expect(await customer.texts(/^Line \d/)).toEqual(expected);
  expect(asha.loads).toBe(loads);
});
