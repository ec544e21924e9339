import type { RatedConversationList } from '../../protocol/http.ts';
import { expect, test } from './cloud.ts';

test('a chat is transferred with a note that the colleague sees and the customer never', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  const ravi = await people.agent('Ravi Menon');

  await asha.transfer(/Ravi Menon/, 'Look at the September line.');

  await customer.sees(/Asha Rao is passing you on to Ravi Menon/);
  await expect(ravi.offer).toContainText('Asks for you');
  await ravi.acceptOffer();
  await customer.sees('Ravi Menon from Technical Support joined.');
  const notes = ravi.page.getByRole('region', { name: 'Internal notes' });
  await expect(notes).toContainText('Look at the September line.');
  await expect(asha.page.getByText(/Ravi Menon has your chat/)).toBeVisible();
  expect(JSON.stringify(customer.frames)).not.toContain('September');
  await expect(customer.page.getByText('September')).toHaveCount(0);
});

test('a message that is left because nobody is there is listed for the agents and handled once', async ({
  people,
}) => {
  const customer = await people.customer();
  await customer.askForPerson();
  await customer.reads('Nobody is here right now.');
  await customer.choose('Leave a message');
  const form = customer.page.getByRole('form', { name: 'Leave a message' });
  await form.getByLabel('Your message').fill('Please call me about my bill.');
  await form.getByRole('button', { name: 'Send message' }).click();
  await expect(form.getByText(/Tell us where we can answer/)).toBeVisible();
  await form.getByLabel('E-mail or phone number').fill('dana@example.com');
  await form.getByRole('button', { name: 'Send message' }).click();
  await customer.reads(/We have your message/);

  const asha = await people.agent('Asha Rao');
  await expect(asha.offer).toHaveCount(0);
  await asha.show('Left messages');
  const left = asha.page.getByRole('article', { name: 'Dana Okafor' });
  await expect(left).toContainText('dana@example.com');
  await expect(left).toContainText('Please call me about my bill.');
  await left.getByRole('button', { name: /^Mark handled/ }).click();

  await expect(left).toHaveCount(0);
  await asha.page.getByRole('radio', { name: 'Handled' }).click();
  await expect(left).toContainText('Handled by Asha Rao');
});

test('a chat that was held, answered, ended and rated shows in the figures of the day', async ({
  people,
  records,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  await asha.say('Let me look.');
  await asha.page.getByRole('button', { name: 'Hold' }).click();
  await customer.reads(/Asha Rao has put the chat on hold/);
  await customer.say('Take your time.');
  await asha.sees('Take your time.');
  await expect(asha.page.getByRole('button', { name: 'Resume' })).toBeVisible();
  await asha.say('I have corrected it.');
  await expect(customer.page.getByText(/on hold/)).toHaveCount(0);
  await expect(asha.page.getByRole('button', { name: 'Hold' })).toBeVisible();
  await asha.endChat();
  await customer.page.getByRole('button', { name: '5 of 5, Very good' }).click();
  await customer.reads('Thank you for your rating.');
  const why = asha.page.getByRole('region', { name: 'Why escalated' });
  await why.getByRole('button', { name: 'Too early' }).click();
  await expect(why.getByText('Saved: Too early.')).toBeVisible();
  await why.getByLabel('A person was needed').selectOption('2: Take your time.');
  await why.getByLabel('Why (optional)').fill('It could have waited.');
  await why.getByRole('button', { name: 'Save' }).click();
  await expect(async () => {
    const { conversations } = await records.get<RatedConversationList>('/feedback');
    expect(conversations).toMatchObject([
      { gold: { escalateAt: 2, window: [2, 2], why: 'It could have waited.' } },
    ]);
  }).toPass();
  await asha.wrapUp();

  const jonas = await people.agent('Jonas Weber', { away: true });
  await jonas.show('Metrics');
  const tile = (name: string) =>
    jonas.page.locator('dl[aria-label="The day at a glance"] > div').filter({ hasText: name });
  await expect(tile('Handled')).toContainText('Handled1of 1 request');
  await expect(tile('Satisfaction')).toContainText('5.0of 5, 1 rating');
  await expect(tile('Service level')).toContainText('100 %');
  const agents = jonas.page.getByRole('table', { name: 'By agent' });
  await expect(agents.getByRole('row', { name: /^Asha Rao 1/ })).toBeVisible();
});

test('a supervisor reads along unseen, leaves a note and gives the chat to somebody else', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();
  await asha.say('Let me look.');
  await customer.sees('Let me look.');
  const entries = await customer.texts(/./);
  const ravi = await people.agent('Ravi Menon');
  const jonas = await people.agent('Jonas Weber', { away: true });

  await jonas.show('Team');
  await jonas.page.getByRole('button', { name: 'Show 1 chat of Asha Rao' }).click();
  await jonas.page.getByRole('list', { name: 'Chats of Asha Rao' }).getByRole('button').click();
  const monitor = jonas.page.getByRole('region', { name: 'Monitor' });
  await expect(monitor.getByText('Let me look.')).toBeVisible();
  await asha.say('One more moment.');
  await expect(monitor.getByText('One more moment.')).toBeVisible();
  await customer.sees('One more moment.');
  expect(await customer.texts(/./)).toHaveLength(entries.length + 1);

  await monitor.getByRole('textbox').fill('Offer the credit.');
  await monitor.getByRole('button', { name: /note/i }).click();
  await expect(asha.page.getByText(/Jonas Weber left you a note/)).toBeVisible();
  await expect(asha.page.getByRole('region', { name: 'Internal notes' })).toContainText(
    'Offer the credit.',
  );

  await monitor.getByRole('button', { name: 'Assign to…' }).click();
  const dialog = jonas.page.getByRole('dialog', { name: /^Assign Dana Okafor/ });
  await dialog.getByRole('radio', { name: /Ravi Menon/ }).check();
  await dialog.getByRole('button', { name: 'Assign' }).click();

  await customer.sees('Ravi Menon from Technical Support joined.');
  await expect(asha.page.getByText(/was given to a colleague/).first()).toBeVisible();
  await ravi.open('Dana Okafor');
  await ravi.say('Hello, I take over.');
  await customer.sees('Hello, I take over.');
  expect(JSON.stringify(customer.frames)).not.toContain('credit');
});

test('an agent with open chats is asked before the page closes and before they sign out', async ({
  people,
}) => {
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await asha.acceptOffer();

  const asked = asha.page.waitForEvent('dialog');
  await asha.page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();

  await asha.page.getByRole('radio', { name: 'Offline' }).click();
  const leaving = asha.page.getByRole('alertdialog', { name: 'Go offline with open chats?' });
  await leaving.getByRole('button', { name: 'To the queue: Dana Okafor' }).click();
  await customer.sees(/Asha Rao had to leave/);
  await leaving.getByRole('button', { name: 'Go offline' }).click();
  await expect(asha.page.getByRole('radio', { name: 'Offline' })).toBeChecked();
  await customer.reads('Nobody is here right now.');
});
