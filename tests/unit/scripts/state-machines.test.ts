import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AgentStatus } from '../../../protocol/vocabulary.ts';
import { DIAGRAMS, diagram, WORDS, withDiagrams } from '../../../scripts/write-state-machines.ts';

const DOCUMENT = readFileSync(new URL('../../../docs/STATES.md', import.meta.url), 'utf8');

describe('the states page', () => {
  it('is what npm run docs:states would write', () => {
    expect(DOCUMENT).toBe(withDiagrams(DOCUMENT));
  });

  it('changes when a machine does', () => {
    const edited = DOCUMENT.replace('  queued --> active', '  queued --> closed');

    expect(edited).not.toBe(DOCUMENT);
    expect(withDiagrams(edited)).toBe(DOCUMENT);
  });

  it('has a place for every machine, or is refused by name', () => {
    expect(Object.keys(DIAGRAMS)).toEqual(['session', 'escalation', 'offer', 'agent']);
    expect(() => withDiagrams(DOCUMENT.replace('<!-- /offer -->', ''))).toThrow('"offer"');
  });

  it.each(WORDS)(
    'puts every step of the %s into words, and none that cannot happen',
    (...machine) => {
      const [, transitions, words] = machine;
      const steps = Object.entries(transitions).flatMap(([from, targets]) =>
        targets.map((to) => `${from} ${to}`),
      );

      expect(Object.keys(words).sort()).toEqual(steps.sort());
    },
  );

  it('shows every status of an agent', () => {
    const drawn = new Set(DIAGRAMS.agent?.flatMap((line) => line.split(' : ')[0]?.match(/\w+/g)));

    for (const status of AgentStatus.options) expect(drawn).toContain(status);
  });
});

describe('a diagram', () => {
  it('starts with the first status, ends where nothing follows, and says why where told', () => {
    expect(diagram({ open: ['shut', 'open'], shut: [] }, { 'open shut': 'pushed' })).toEqual([
      'stateDiagram-v2',
      '  [*] --> open',
      '  open --> shut : pushed',
      '  open --> open',
      '  shut --> [*]',
    ]);
  });
});
