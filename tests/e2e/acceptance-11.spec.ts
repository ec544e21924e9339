import type { EscalationList } from '../../protocol/http.ts';
import { expect, test } from './cloud.ts';

test.use({ policy: { agentGraceMs: 1000 } });

test('11 · The wait counts from the first unmet need, across bot text, transfer and a lost agent', async ({
  people,
  records,
}) => {
  const waitingSince = async () => {
    const { escalations } = await records.get<EscalationList>('/escalations');
    expect(escalations).toHaveLength(1);
    return escalations[0]?.waitingSince;
  };
  const asha = await people.agent('Asha Rao');
  const customer = await people.customer();
  await customer.say('a person please, my bill is wrong');
  await customer.sees(/what’s your account number/);
  const sessionId = await customer.sessionId();
  const need = (await records.transcript(sessionId))[0]?.at;
  expect(await waitingSince()).toBe(need);

  await customer.say('It is 44712345.');
  await customer.sees(/noted that for the agent/);
  expect(await waitingSince()).toBe(need);

  await asha.acceptOffer();
  await asha.say('My colleagues know more about this.');
  await asha.transfer('Technical');
  await customer.sees(/You keep your place in line/);
  expect(await waitingSince()).toBe(need);

  const ravi = await people.agent('Ravi Menon');
  await ravi.acceptOffer();
  await customer.sees('Ravi Menon from Technical Support joined.');
  await ravi.page.context().setOffline(true);
  await customer.sees(/Ravi Menon’s connection dropped/);
  expect(await waitingSince()).toBe(need);

  const meera = await people.agent('Meera Nair', { away: true });
  const row = meera.waiting('It is 44712345.');
  const shown = /(\d+):(\d\d)/.exec((await row.textContent()) ?? '');
  const seconds = Number(shown?.[1]) * 60 + Number(shown?.[2]);
  expect(Math.abs(seconds - (Date.now() - (need ?? 0)) / 1000)).toBeLessThan(2);
});
