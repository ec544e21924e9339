import { expect, test } from './cloud.ts';

const COMPLAINT = 'I’m very frustrated! My bill is wrong again';

test('a frustrated customer is handed from the bot to an agent and helped', async ({
  people,
  records,
}) => {
  const agent = await people.agent('Asha Rao');
  const customer = await people.customer();

  await customer.say('hi, how do i set up voicemail?');
  await customer.sees(/voicemail/i);
  await customer.say(COMPLAINT);
  await customer.sees(/Connecting you to a person/);

  const row = agent.waiting(COMPLAINT);
  await expect(row).toContainText(/high/i);
  await expect(row).toContainText(/billing dispute/i);
  await row.click();
  const why = agent.page.getByRole('region', { name: 'Why escalated' });
  await expect(why).toContainText(/frustrat/i);
  await expect(why).toContainText(/bill is wrong/i);
  await expect(
    agent.page.getByRole('region', { name: 'Transcript so far' }).getByText(COMPLAINT),
  ).toBeVisible();
  await agent.page.getByRole('button', { name: 'Join' }).click();

  await customer.sees('Asha Rao from Billing joined.');
  await agent.say('Hello, I am looking at your bill.');
  await customer.sees('Hello, I am looking at your bill.');
  await customer.say('Thank you, it happened last month too.');
  await agent.sees('Thank you, it happened last month too.');

  const first = await customer.sessionId();
  await agent.endChat();
  await expect(customer.page.getByText('This chat has ended.')).toBeVisible();
  await agent.sees('Asha Rao ended the chat.');
  await agent.wrapUp();

  // What was said stays on show above a divider, and counts no more.
  await customer.page.getByRole('button', { name: 'Start a new chat' }).click();
  await customer.say('what are your opening hours');
  await expect(customer.transcript.getByText(COMPLAINT)).toBeAttached();
  const second = await customer.sessionId(first);
  await expect(async () => {
    const [words] = await records.transcript(second);
    expect(words?.text).toBe('what are your opening hours');
  }).toPass();
  expect((await records.context(second)).session.previous?.sessionId).toBe(first);
  // Content Security Policy and Trusted Types are those of the deployment: a breach is an error.
  expect([...agent.complaints, ...customer.complaints]).toEqual([]);
});

test('release, return to bot, and leaving the line tell the customer what happens', async ({
  people,
}) => {
  const agent = await people.agent('Meera Nair');
  const customer = await people.customer();
  await customer.say('can I talk to a human being about cancelling everything');
  const row = agent.waiting(/human being about cancelling/);
  await agent.join(/human being about cancelling/);
  await customer.sees('Meera Nair from Retention joined.');

  await agent.page.getByRole('button', { name: 'Release' }).click();
  await customer.sees(/you keep your place in line/);
  await row.click();
  await agent.page.getByRole('button', { name: 'Join' }).click();
  await agent.say('Back again.');
  await customer.sees('Back again.');

  await agent.page.getByRole('button', { name: 'Return to bot' }).click();
  await customer.sees('Meera Nair has left. You’re chatting with the assistant again.');
  await customer.say('what is a puk code');
  await customer.sees(/PUK/);
  const marker = await people.customer();
  await marker.say('please let me talk to an agent, I come after Dana');
  // Alerts are in order of their escalations: had Dana escalated at once, she would stand here too.
  await expect(agent.waiting(/I come after Dana/)).toBeVisible();
  await expect(agent.waiting(/what is a puk code/)).toHaveCount(0);

  await marker.page.getByRole('button', { name: 'Leave the line' }).click();
  await marker.sees('You’ve left the line. The assistant is here if you need it.');
  await expect(agent.waiting(/I come after Dana/)).toHaveCount(0);
});

test('a customer who ends the chat reads so, and the agent goes on to wrap-up', async ({
  people,
}) => {
  const agent = await people.agent('Ravi Menon');
  const customer = await people.customer();
  await customer.say('agent please, my bill has a question mark on it');
  await agent.waiting(/question mark/).click();
  await agent.page.getByRole('button', { name: 'Join' }).click();
  await agent.say('Hello there.');
  await customer.sees('Hello there.');

  await customer.endChat();

  await customer.sees('You ended the chat.');
  await agent.sees('The customer ended the chat.');
  await agent.wrapUp();
});
