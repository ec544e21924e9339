import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { dashboardUrl } from './outputs.ts';
import { AgentPage, CustomerPage } from './pages.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function violations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join('; ')}`,
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`widget and dashboard have no accessibility violations in ${colorScheme}`, async ({
    browser,
  }) => {
    const options = { colorScheme, reducedMotion: 'reduce' as const };
    const agent = await AgentPage.signIn(browser, dashboardUrl(), 'Jonas Weber', options);
    await agent.setAvailable();
    expect(await violations(agent.page)).toEqual([]);
    const customer = await CustomerPage.open(browser, options);
    expect(await violations(customer.page)).toEqual([]);

    const complaint = `I want a person now, I was charged twice (${colorScheme})`;
    await customer.say(complaint);
    await customer.sees(/Connecting you to a person/);
    expect(await violations(customer.page)).toEqual([]);
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
}

test('the whole handoff works by keyboard alone', async ({ browser }) => {
  const agent = await AgentPage.signIn(browser, dashboardUrl(), 'Jonas Weber');
  await agent.setAvailable();
  const customer = await CustomerPage.openByKeyboard(browser);
  await customer.page.keyboard.type('please get me a human, keyboard only');
  await customer.page.keyboard.press('Enter');
  await customer.sees(/Connecting you to a person/);

  await expect(agent.waiting(/keyboard only/)).toBeVisible();
  await agent.page.keyboard.press('j');
  await agent.page.keyboard.press('a');
  await customer.sees('Jonas Weber from Supervisors joined.');
  await expect(agent.page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await agent.page.keyboard.type('No mouse needed.');
  await agent.page.keyboard.press('Enter');
  await customer.sees('No mouse needed.');

  await customer.page.keyboard.press('Escape');
  await expect(customer.page.getByRole('button', { name: /^Open chat/ })).toBeFocused();
});
