import type { Page } from '@playwright/test';
import { expect, test } from './cloud.ts';

/** Sends the claims of these pages off together, once each of them has made its own. */
async function claimTogether(pages: readonly Page[]): Promise<void> {
  let made = 0;
  let release = (): void => {};
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (const page of pages) {
    await page.route(/\/(assignment|accept)$/, async (route) => {
      made += 1;
      if (made === pages.length) release();
      await all;
      await route.continue();
    });
  }
}

test('1 · Two agents click Join in the same moment: one wins, the other reads who', async ({
  people,
  records,
}) => {
  const asha = await people.agent('Asha Rao');
  const ravi = await people.agent('Ravi Menon');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  for (const { page } of [asha, ravi]) {
    await page.getByRole('row').filter({ hasText: 'my bill is wrong' }).click();
  }
  await claimTogether([asha.page, ravi.page]);

  await Promise.all(
    [asha, ravi].map(({ page }) => page.getByRole('button', { name: 'Join' }).click()),
  );

  await customer.sees(/joined\./);
  const { session, escalations } = await records.context(await customer.sessionId());
  const [winner, loser] = session.agent?.name === 'Asha Rao' ? [asha, ravi] : [ravi, asha];
  const name = session.agent?.name ?? '';
  await winner.say('Hello, I have it.');
  await customer.sees('Hello, I have it.');
  await expect(loser.page.getByText(new RegExp(`^${name} joined`))).toBeVisible();
  await expect(loser.page.getByRole('textbox', { name: 'Reply' })).toHaveCount(0);
  await expect(loser.waiting(/./)).toHaveCount(0);
  await expect(loser.offer).toHaveCount(0);
  expect(await customer.texts(/joined\.$/)).toHaveLength(1);
  const taken = escalations[0]?.history.filter(({ escalation }) => escalation.to === 'accepted');
  expect(taken).toHaveLength(1);
});
