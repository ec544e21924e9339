import { expect, test } from './cloud.ts';

test.use({ policy: { agentReplyMs: 4000 } });

test('7 · An agent who stays silent loses the chat to a colleague, and the customer is told', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const older = await people.customer('Ana Ruiz');
  await older.say('a person please, my bill is wrong');
  await expect(asha.offer).toContainText('Ana Ruiz');
  await asha.letPass();
  await expect(asha.offer).toHaveCount(0);
  const customer = await people.customer('Bo Lind');
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer('Bo Lind');
  await customer.sees('Asha Rao from Billing joined.');

  await customer.sees(/Asha Rao isn’t answering\. We’re finding someone else/);
  await expect(asha.page.getByText('You missed a chat.')).toBeVisible();
  await expect(asha.page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  const ravi = await people.agent('Ravi Menon');

  await expect(ravi.offer).toContainText('Bo Lind');
  await expect(ravi.waiting(/./).first()).toContainText('Bo Lind');
  await ravi.acceptOffer('Bo Lind');
  await customer.sees('Ravi Menon from Technical Support joined.');
  await ravi.show('Team');
  await expect(ravi.page.getByRole('listitem', { name: 'Asha Rao' })).toContainText(
    'Not responding',
  );
  await asha.page.getByRole('button', { name: 'I’m ready again' }).click();
  await expect(asha.page.getByText('You missed a chat.')).toHaveCount(0);
});
