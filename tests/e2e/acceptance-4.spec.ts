import { expect, test } from './cloud.ts';

test('4 · “Talk to a person” as the first act alerts the agent', async ({ people }) => {
  const asha = await people.agent('Asha Rao');
  await expect(asha.page).toHaveTitle('Switchboard');
  const customer = await people.customer();

  await customer.askForPerson();

  await expect(asha.offer.getByText('Asked for a person', { exact: true })).toBeVisible();
  await expect(asha.page).toHaveTitle(/New chat offered/);
  await expect(asha.waiting('Dana Okafor')).toHaveCount(1);
  await asha.letPass();
  await expect(asha.page).toHaveTitle('(1) Switchboard');
  await expect(asha.waiting('Dana Okafor')).toContainText('Nobody left');
  await asha.join('Dana Okafor');
  await customer.sees('Asha Rao from Billing joined.');
  await expect(asha.page).toHaveTitle('Switchboard');
});
