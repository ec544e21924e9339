import { expect, test } from './cloud.ts';
import { CustomerPage } from './pages.ts';

test('markup in a message is shown as text on both sides and runs nowhere', async ({ people }) => {
  const agent = await people.agent('Asha Rao');
  const customer = await people.customer();
  const alarms: string[] = [];
  for (const page of [agent.page, customer.page]) {
    page.on('dialog', (dialog) => alarms.push(dialog.message()));
  }
  const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script> human please';

  await customer.say(hostile);
  await customer.sees(/Connecting you to a person/);
  await agent.waiting('onerror').click();
  await agent.page.getByRole('button', { name: 'Join' }).click();
  await agent.sees(hostile);
  await agent.say('<b onmouseover=alert(3)>not bold</b>');
  await customer.sees('<b onmouseover=alert(3)>not bold</b>');

  for (const page of [agent.page, customer.page]) {
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
  }
  expect(alarms).toEqual([]);
  await agent.endChat();
  await agent.wrapUp();
});

test('a second tab takes the chat over; the first says so and can take it back', async ({
  people,
}) => {
  const first = await people.customer();
  await first.say('how do i activate an esim');
  await first.sees(/eSIM/);

  const second = await CustomerPage.openTab(first);
  await second.sees(/eSIM/);
  await expect(first.page.getByRole('button', { name: 'Use it here' })).toBeVisible();
  await second.say('and a second one?');

  await first.page.getByRole('button', { name: 'Use it here' }).click();
  await first.sees('and a second one?');
  await expect(second.page.getByRole('button', { name: 'Use it here' })).toBeVisible();
});

test('a reload keeps the conversation, and it goes on', async ({ people }) => {
  const customer = await people.customer();
  await customer.say('what is a puk code');
  await customer.sees(/PUK/);

  await customer.page.reload();

  await customer.sees('what is a puk code');
  await customer.say('thanks');
  await expect(customer.transcript.getByText('what is a puk code', { exact: true })).toHaveCount(1);
});
