import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './cloud.ts';
import { CustomerPage } from './pages.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join('; ')}`,
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  const options = { colorScheme, reducedMotion: 'reduce' as const };

  test(`widget and dashboard have no accessibility violations in ${colorScheme}`, async ({
    people,
  }) => {
    const agent = await people.agent('Jonas Weber', options);
    expect(await violations(agent.page)).toEqual([]);
    const customer = await people.customer('Dana Okafor', options);
    expect(await violations(customer.page)).toEqual([]);

    const complaint = `I want a person now, I was charged twice (${colorScheme})`;
    await customer.say(complaint);
    await customer.sees(/Connecting you to a person/);
    expect(await violations(customer.page)).toEqual([]);
    await expect(agent.offer.getByRole('button', { name: 'Accept' })).toBeEnabled();
    expect(await violations(agent.page)).toEqual([]);
    await agent.letPass();
    await agent.waiting(complaint).click();
    await expect(agent.page.getByRole('region', { name: 'Why escalated' })).toBeVisible();
    expect(await violations(agent.page)).toEqual([]);

    await agent.page.getByRole('button', { name: 'Join' }).click();
    await customer.sees('Jonas Weber from Supervisors joined.');
    await agent.say('Hello, how can I help?');
    await customer.sees('Hello, how can I help?');
    expect(await violations(agent.page)).toEqual([]);
    expect(await violations(customer.page)).toEqual([]);

    await agent.endChat();
    await expect(customer.page.getByText('This chat has ended.')).toBeVisible();
    expect(await violations(agent.page)).toEqual([]);
    expect(await violations(customer.page)).toEqual([]);
    await agent.wrapUp();
  });

  test(`what a waiting customer can do, and the rating, have none in ${colorScheme}`, async ({
    people,
  }) => {
    const customer = await people.customer('Dana Okafor', options);
    await customer.askForPerson();
    await customer.reads('Nobody is here right now.');
    expect(await violations(customer.page)).toEqual([]);
    await customer.choose('Leave a message');
    await customer.page.getByRole('button', { name: 'Send message' }).click();
    await customer.reads(/Tell us where we can answer/);
    expect(await violations(customer.page)).toEqual([]);
    await customer.page.getByRole('button', { name: 'Back' }).click();

    const agent = await people.agent('Jonas Weber', options);
    await agent.acceptOffer();
    await agent.page.getByRole('button', { name: 'Hold' }).click();
    await customer.reads(/on hold/);
    expect(await violations(customer.page)).toEqual([]);
    expect(await violations(agent.page)).toEqual([]);
    await customer.say('All right.');
    // Said after the end it would begin the next chat, and nobody rates that.
    await agent.sees('All right.');
    await agent.endChat();
    await customer.page.getByRole('button', { name: '4 of 5, Good' }).click();
    await customer.reads('Thank you for your rating.');
    expect(await violations(customer.page)).toEqual([]);
  });

  test(`the views of a supervisor have none in ${colorScheme}`, async ({ people }) => {
    const left = await people.customer('Ana Ruiz', options);
    await left.askForPerson();
    await left.choose('Leave a message');
    await left.page.getByLabel('E-mail or phone number').fill('ana@example.com');
    await left.page.getByLabel('Your message').fill('Please call me.');
    await left.page.getByRole('button', { name: 'Send message' }).click();
    await left.reads(/We have your message/);
    const agent = await people.agent('Jonas Weber', options);
    const { page } = agent;
    const customer = await people.customer('Dana Okafor', options);
    await customer.say('I want a person now, I was charged twice');
    await agent.acceptOffer();
    await agent.addNote('Was charged twice.');
    await page.getByRole('button', { name: 'Transfer' }).click();
    await expect(page.getByRole('dialog', { name: 'Transfer Dana Okafor' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await violations(page)).toEqual([]);

    await agent.show('Left messages');
    await expect(page.getByText('ana@example.com')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await agent.show('Metrics');
    await expect(page.getByRole('table', { name: 'By queue' })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await agent.show('Canned replies');
    await page.getByRole('button', { name: 'Add a reply' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('Some replies need a correction first.')).toBeVisible();
    expect(await violations(page)).toEqual([]);

    await agent.show('Team');
    await page.getByRole('button', { name: 'Show 1 chat of Jonas Weber' }).click();
    await page.getByRole('list', { name: 'Chats of Jonas Weber' }).getByRole('button').click();
    const monitor = page.getByRole('region', { name: 'Monitor' });
    await monitor.getByText(/^Summary/).click();
    await expect(monitor.getByText('Was charged twice.')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await monitor.getByRole('button', { name: 'Assign to…' }).click();
    await expect(page.getByRole('dialog', { name: /^Assign/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit Jonas Weber' }).click();
    await expect(page.getByRole('dialog', { name: /Jonas Weber/ })).toBeVisible();
    expect(await violations(page)).toEqual([]);
  });
}

test('the whole handoff works by keyboard alone', async ({ people, browser, cloud }) => {
  const agent = await people.agent('Jonas Weber');
  const customer = await CustomerPage.openByKeyboard(browser, { baseURL: cloud.urls.widget });
  await customer.page.keyboard.type('please get me a human, keyboard only');
  await customer.page.keyboard.press('Enter');
  await customer.sees(/Connecting you to a person/);

  await expect(agent.offer.getByRole('button', { name: 'Accept' })).toBeEnabled();
  await agent.page.keyboard.press('y');
  await customer.sees('Jonas Weber from Supervisors joined.');
  await expect(agent.page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await agent.page.keyboard.type('No mouse needed.');
  await agent.page.keyboard.press('Enter');
  await customer.sees('No mouse needed.');

  await customer.page.keyboard.press('Escape');
  await expect(customer.page.getByRole('button', { name: /^Open chat/ })).toBeFocused();
});
