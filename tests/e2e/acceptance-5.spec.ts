import { expect, test } from './cloud.ts';

test.use({ policy: { routing: 'auto', capacity: 1 } });

test('5 · Capacity that frees goes to whoever waits longest, not to the next new customer', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const served = await people.customer('Ana Ruiz');
  await served.say('a person please, my bill is wrong');
  await served.sees('Asha Rao from Billing joined.');
  const oldest = await people.customer('Bo Lind');
  await oldest.say('a person please, my bill is wrong');
  await expect(asha.waiting('Bo Lind')).toBeVisible();
  const newest = await people.customer('Cem Kaya');
  await newest.say('a person please, my bill is wrong');
  await expect(asha.waiting('Cem Kaya')).toBeVisible();
  await oldest.reads(/You.re next in line/);

  await asha.open('Ana Ruiz');
  await asha.endChat();
  await asha.wrapUp();

  await oldest.sees('Asha Rao from Billing joined.');
  await asha.open('Bo Lind');
  await asha.page.getByRole('tab', { name: /^Waiting/ }).click();
  await expect(asha.waiting('Bo Lind')).toHaveCount(0);
  await expect(asha.waiting('Cem Kaya')).toBeVisible();
  expect(await newest.texts(/joined\.$/)).toEqual([]);
});
