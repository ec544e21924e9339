import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../lambdas/analysis/analyzer.ts';
import { assessEscalation } from '../../../lambdas/usecases/assess-escalation.ts';
import { mergePolicy } from '../../../protocol/merge-policy.ts';
import { type PolicyOverrides, parsePolicy } from '../../../protocol/parse-policy.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import { mind } from '../../support/minds.ts';
import { restorePolicy, underPolicy } from '../domain/builders.ts';
import {
  customerSays,
  headOf,
  SESSION,
  transcriptOf,
  waiting,
  withAgent,
  withBot,
} from './scenes.ts';

restorePolicy();

/** A world in which a deployment's deviations hold, as after its deployment. */
function worldUnder(overrides: PolicyOverrides) {
  const policy = mergePolicy(parsePolicy(overrides));
  underPolicy(policy);
  const world = createWorld();
  world.ports.analyzer = createAnalyzer(mind, policy.analysis);
  return world;
}

describe('a text of the deployment', () => {
  it('is what the customer reads in the chat', async () => {
    const world = worldUnder({ texts: { joined: 'Sie sprechen jetzt mit {name}.' } });

    await withAgent(world);

    expect(transcriptOf(world).map(({ text }) => text)).toContain('Sie sprechen jetzt mit Asha.');
  });

  it('is what a customer reads for whom nobody is there', async () => {
    const choices = 'Warten, schreiben oder weiter mit dem Assistenten?';
    const world = worldUnder({ texts: { choices } });

    await waiting(world);

    expect(transcriptOf(world).at(-1)?.text).toContain(choices);
  });
});

describe('a rule of the deployment', () => {
  const ANGRY = 'I will take you to court, my lawyer will hear of this!';

  const assessed = async (analysis: NonNullable<PolicyOverrides['analysis']>) => {
    const world = await withBot(worldUnder({ analysis }));
    await customerSays(world, ANGRY, 1);
    for (const candidate of [...world.candidates]) await assessEscalation(world.ports, candidate);
    return headOf(world, SESSION);
  };

  it('leads the session to another queue and priority', async () => {
    const usual = await assessed({});
    const changed = await assessed({
      reasons: { 'topic.legal': { queue: 'billing', priority: 'urgent' } },
      raises: [],
    });

    expect(usual.escalation).toMatchObject({ queue: 'general', priority: 'high' });
    expect(changed.escalation).toMatchObject({ queue: 'billing', priority: 'urgent' });
  });

  it('weighs a reason so that it calls nobody', async () => {
    const { status } = await assessed({
      reasons: { 'topic.legal': { weight: 0, overrideFrom: null } },
    });

    expect(status).toBe('bot');
  });
});
