import { describe, expect, it } from 'vitest';
import { readCannedReplies, writeCannedReplies } from '../../../lambdas/usecases/canned-replies.ts';
import { CannedReplies } from '../../../protocol/http.ts';
import { createWorld } from '../../simulation/memory/world.ts';
import { present, refusal } from './scenes.ts';

const REPLIES = [{ shortcut: 'hi', text: 'Hello {customer}' }];

describe('canned replies', () => {
  it('are useful ones that keep the contract until somebody writes their own', async () => {
    const { ports } = createWorld();

    const starter = await readCannedReplies(ports);

    expect(starter.version).toBe(0);
    expect(starter.replies.length).toBeGreaterThan(0);
    expect(CannedReplies.parse(starter)).toEqual(starter);
    const placeholders = JSON.stringify(starter).match(/\{[a-z]+\}/g) ?? [];
    for (const name of placeholders) {
      expect(['{customer}', '{agent}', '{team}', '{plan}']).toContain(name);
    }
  });

  it('are replaced by a supervisor, who reads what they wrote', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });

    const written = await writeCannedReplies(world.ports, lead, { version: 0, replies: REPLIES });

    expect(written).toEqual({ version: 1, replies: REPLIES });
    expect(await readCannedReplies(world.ports)).toEqual(written);
  });

  it('that were all removed stay removed', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });

    await writeCannedReplies(world.ports, lead, { version: 0, replies: [] });

    expect(await readCannedReplies(world.ports)).toEqual({ version: 1, replies: [] });
  });

  it('written by two at once: one wins, the other reads again', async () => {
    const world = createWorld();
    const lead = await present(world, 'lead', { supervisor: true });
    const write = (text: string) =>
      writeCannedReplies(world.ports, lead, { version: 0, replies: [{ shortcut: 'a', text }] });

    const results = await Promise.allSettled([write('one'), write('two')]);

    const lost = results.filter((result) => result.status === 'rejected');
    expect(lost.map(({ reason }) => reason.code)).toEqual(['stale_version']);
    expect((await readCannedReplies(world.ports)).version).toBe(1);
  });

  it('are not for agents to replace', async () => {
    const world = createWorld();
    const asha = await present(world, 'asha');

    expect(
      await refusal(writeCannedReplies(world.ports, asha, { version: 0, replies: REPLIES })),
    ).toMatchObject({ code: 'wrong_role' });
    expect((await readCannedReplies(world.ports)).version).toBe(0);
  });
});
