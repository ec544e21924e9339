import { expect, test } from 'vitest';
import { concept, READ_LIMIT, stem, words } from '../../../lambdas/bot/tokenize.ts';

test.each([
  ['Wi-Fi is DOWN!!', ['wifi', 'is', 'down']],
  ["I can't pay, pls help", ['i', 'cant', 'pay', 'help']],
  ['u r sooooo slow', ['you', 'are', 'soo', 'slow']],
  ['Café naïve', ['cafe', 'naive']],
  ['charged 24.99 for 50GB', ['charged', '0', '0', 'for', '0gb']],
  ['999 does not work', ['emergency', 'number', 'does', 'not', 'work']],
  ['e-sim or e sims', ['esim', 'or', 'esims']],
  ['5g', ['5g']],
  ['😀 …', []],
])('%s is read as %j', (text, expected) => {
  expect(words(text)).toEqual(expected);
});

test.each([
  [['charge', 'charged', 'charges', 'charging'], 'charg'],
  [['stop', 'stopped', 'stopping', 'stops'], 'stop'],
  [['call', 'calls', 'called', 'calling'], 'call'],
  [['company', 'companies'], 'company'],
  [['cancel', 'cancelled', 'cancelling', 'cancels'], 'cancel'],
  [['install', 'installed', 'installs'], 'instal'],
  [['status'], 'status'],
  [['sim', 'sims'], 'sim'],
])('the forms %j share one stem', (forms, expected) => {
  expect(new Set(forms.map(stem))).toEqual(new Set([expected]));
});

test('synonyms share a concept in all their forms', () => {
  expect(concept('invoices')).toBe(concept('bill'));
  expect(concept('hubs')).toBe(concept('router'));
  expect(concept('terminated')).toBe(concept('cancelling'));
  expect(concept('bill')).not.toBe(concept('router'));
});

test('no more than the read limit is read', () => {
  expect(words('a '.repeat(READ_LIMIT))).toHaveLength(READ_LIMIT / 2);
});
