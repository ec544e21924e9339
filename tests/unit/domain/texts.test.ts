import { describe, expect, it } from 'vitest';
import { participantOf } from '../../../lambdas/domain/agent.ts';
import { connectingText, TEXTS } from '../../../lambdas/domain/texts.ts';
import { mergePolicy } from '../../../protocol/merge-policy.ts';
import { QueueName, ReasonCode, WaitTrouble } from '../../../protocol/vocabulary.ts';
import { ASHA, NOON, restorePolicy, underPolicy } from './builders.ts';

restorePolicy();

/** Words that let the customer expect a person at once. */
const PROMISE = /connecting you|by a person right away|asking for a person|will join/i;

describe('what customers are told when a person is called', () => {
  it('promises a person for every reason, and leads with the strongest', () => {
    const promise = connectingText([]);
    expect(promise).toMatch(PROMISE);
    for (const code of ReasonCode.options) expect(connectingText([code])).toContain(promise);
    expect(connectingText(['topic.billing_dispute', 'topic.fraud'])).toMatch(/^I’m sorry about/);
  });

  it('is the promise alone for those who asked', () => {
    expect(connectingText(['topic.fraud', 'request.explicit'])).toBe(connectingText([]));
  });

  it.each(
    WaitTrouble.options.flatMap((trouble) =>
      ReasonCode.options.map((code) => [trouble, code] as const),
    ),
  )(
    'in trouble %s promises no person, whatever the reason (%s), and says what to choose',
    (trouble, code) => {
      const text = connectingText([code], trouble);

      expect(text).toContain(TEXTS.trouble[trouble]);
      expect(text).not.toMatch(PROMISE);
    },
  );
});

describe('texts of a deployment', () => {
  const told = (texts: object) => underPolicy({ texts: mergePolicy({ texts }).texts });

  it('are told from then on, with what they name filled in and the others as before', () => {
    const cancelled = TEXTS.cancelled;

    told({ joined: 'Du sprichst mit {name} ({team}). Grüezi, {name}!', teams: { billing: 'ABC' } });

    expect(TEXTS.joined('Asha', 'Rechnungen')).toBe(
      'Du sprichst mit Asha (Rechnungen). Grüezi, Asha!',
    );
    expect(TEXTS.transferred('Asha', 'billing')).toContain('passing you on to ABC,');
    expect(TEXTS.cancelled).toBe(cancelled);
  });

  it('are filled in once: a name is shown as it is, whatever it looks like', () => {
    expect(TEXTS.joined('{team} $& $1', 'Billing')).toBe('{team} $& $1 from Billing joined.');
  });

  it('lead the connecting notice by reason, also for those who asked', () => {
    told({
      connecting: 'One moment.',
      leads: { 'topic.fraud': null, 'topic.safety': 'Stay calm.', 'request.explicit': 'Gladly.' },
    });

    expect(connectingText(['topic.fraud'])).toBe('One moment.');
    expect(connectingText(['topic.fraud', 'topic.safety'])).toBe('Stay calm. One moment.');
    expect(connectingText(['topic.safety', 'request.explicit'])).toBe('Gladly. One moment.');
  });

  it('say in every trouble what to choose, in the same words', () => {
    told({ choices: 'Wait or write.', trouble: { max_wait: '{choices} Sorry.' } });

    expect(TEXTS.trouble.max_wait).toBe('Wait or write. Sorry.');
    expect(TEXTS.trouble.no_agents).toMatch(/Wait or write\.$/);
  });
});

describe('what customers are told while they wait', () => {
  it.each(WaitTrouble.options)('in trouble %s: the three things they can choose', (trouble) => {
    expect(TEXTS.trouble[trouble]).toMatch(/keep waiting.*leave a message.*assistant/);
    expect(TEXTS.trouble[trouble]).not.toMatch(PROMISE);
  });

  it('says why it is vain: closed is not the same as nobody there', () => {
    const texts = WaitTrouble.options.map((trouble) => TEXTS.trouble[trouble]);
    expect(new Set(texts).size).toBe(texts.length);
  });
});

describe('what customers are told of agents', () => {
  const { name, team } = participantOf(ASHA);

  it('names who joins, and who left and why', () => {
    expect(TEXTS.joined(name ?? '', team ?? '')).toBe('Asha Rao from Billing joined.');
    for (const text of [TEXTS.released, TEXTS.agentLost, TEXTS.agentSilent]) {
      expect(text('Asha Rao')).toMatch(/^Asha Rao.*keep your place/);
    }
    expect(
      new Set([TEXTS.released, TEXTS.agentLost, TEXTS.agentSilent].map((t) => t('A'))).size,
    ).toBe(3);
  });

  it('says to whom they are passed on, for every queue', () => {
    const texts = QueueName.options.map((queue) => TEXTS.transferred('Asha Rao', queue));

    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts)
      expect(text).toMatch(/^Asha Rao is passing you on to .*keep your place/);
  });

  it('never shows a gap where a name or a time should be', () => {
    const all = Object.values(TEXTS).flatMap((text) =>
      typeof text === 'function'
        ? [(text as (...a: string[]) => string)('Asha', 'billing')]
        : typeof text === 'string'
          ? [text]
          : Object.values(text),
    );
    for (const text of all) expect(text).not.toMatch(/undefined|null|NaN|\{|\}/);
    expect(all.length).toBeGreaterThan(20);
    expect(all.join(' ')).not.toContain(String(NOON));
  });
});
