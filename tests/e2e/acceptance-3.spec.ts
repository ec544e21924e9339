import { expect, test } from './cloud.ts';

test('3 · A customer who was offline while the agent wrote has every message, in order, once', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  await asha.say('Line 1.');
  await customer.sees('Line 1.');

  await customer.page.context().setOffline(true);
  await expect(asha.page.getByText(/Customer’s connection dropped/)).toBeVisible();
  await expect(customer.page.getByText(/You.re offline/)).toBeVisible();
  for (const n of [2, 3, 4, 5]) await asha.say(`Line ${n}.`);
  expect(await customer.texts(/^Line \d/)).toEqual(['Line 1.']);
  await customer.page.context().setOffline(false);

  await customer.sees('Line 5.');
  await asha.say('Line 6.');
  await customer.sees('Line 6.');
  expect(await customer.texts(/^Line \d/)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Line ${n}.`));
  await customer.say('I have them all.');
  await asha.sees('I have them all.');
  await expect(asha.page.getByText(/Customer’s connection dropped/)).toHaveCount(0);
});
