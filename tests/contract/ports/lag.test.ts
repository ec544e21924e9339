import { expect, it } from 'vitest';
import { cardOf } from '../../../lambdas/domain/routing.ts';
import type { Session } from '../../../lambdas/domain/session.ts';
import { memorySessions } from '../../simulation/memory/sessions.ts';
import { createTable } from '../../simulation/memory/table.ts';
import { changeOf, NOW, openingOf, waitingOf } from './builders.ts';

it('an index that lags shows each session as it stood at one moment, never parts of two', async () => {
  let now = 0;
  const sessions = memorySessions(createTable({ now: () => now, lagMs: () => 10 }));
  const { sessionId } = openingOf(1);
  await sessions.connectCustomer(openingOf(1), 'c1', NOW);
  const opened = (await sessions.get(sessionId)) as Session;
  const queued = changeOf(opened, { status: 'queued', escalation: waitingOf() });
  await sessions.commit(queued, NOW);
  now = 5;
  const lost = (await sessions.loseCustomer(sessionId, 'c1', NOW)) as Session;
  now = 9;
  const told = changeOf(lost, { escalation: waitingOf({ trouble: 'no_agents' }) });
  await sessions.commit(told, NOW);

  const seen: unknown[] = [];
  for (now = 9; now <= 20; now += 1) {
    const [card = null] = await sessions.pending('billing');
    if (JSON.stringify(seen.at(-1)) !== JSON.stringify(card)) seen.push(card);
  }

  expect(seen).toEqual([null, ...[queued.after, lost, told.after].map(cardOf)]);
});
