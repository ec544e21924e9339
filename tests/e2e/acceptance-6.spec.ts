import { expect, test } from './cloud.ts';

test('6 · Customers who wait with nobody there are told so, and served once an agent comes', async ({
  people,
}) => {
  const first = await people.customer('Ana Ruiz');
  await first.say('a person please, my bill is wrong');
  await first.reads('Nobody is here right now.');
  const second = await people.customer('Bo Lind');
  await second.askForPerson();
  await second.reads('Nobody is here right now.');
  await second.choose('Keep waiting');
  await second.sees(/you’re still in line/);
  expect(await first.texts(/Connecting you to a person/)).toEqual([]);

  const asha = await people.agent('Asha Rao');

  await asha.acceptOffer('Ana Ruiz');
  await first.sees('Asha Rao from Billing joined.');
  await asha.acceptOffer('Bo Lind');
  await second.sees('Asha Rao from Billing joined.');
  await expect(first.page.getByText('Nobody is here right now.')).toHaveCount(0);
});
