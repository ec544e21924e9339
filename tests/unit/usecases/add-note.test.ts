import { describe, expect, it } from 'vitest';
import { addNote } from '../../../lambdas/usecases/add-note.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { readContext, readMessages } from '../../../lambdas/usecases/read-sessions.ts';
import { helloFromCustomer } from '../../../lambdas/usecases/say-hello.ts';
import { framesTo, idOf } from '../../simulation/memory/world.ts';
import {
  agentOf,
  customerSays,
  forget,
  framesOf,
  present,
  refusal,
  SESSION,
  transcriptOf,
  waiting,
  withAgent,
} from './scenes.ts';

const SECRET = 'Sounds like the neighbour’s line';

describe('a note', () => {
  it('is numbered, kept in order and shown with the session', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');

    expect(await addNote(world.ports, asha, SESSION, { text: SECRET })).toMatchObject({
      note: { n: 1, at: world.now, by: { id: 'asha' }, text: SECRET },
    });
    await addNote(world.ports, asha, SESSION, { text: 'Second' });

    const { notes } = await readContext(world.ports, asha, SESSION);
    expect(notes.map(({ n, text }) => [n, text])).toEqual([
      [1, SECRET],
      [2, 'Second'],
    ]);
  });

  it('is in nothing that a customer ever gets', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    await addNote(world.ports, asha, SESSION, { text: SECRET });

    const answers = [
      await customerSays(world, 'Are you there?', 1),
      await helloFromCustomer(world.ports, {
        sessionId: SESSION,
        lastSeq: 0,
        connectionId: 'customer-1',
      }),
      await readMessages(world.ports, asha, SESSION, 0),
      ...framesTo(world, 'customer-1'),
      ...transcriptOf(world),
    ];

    expect(JSON.stringify(answers)).not.toContain(SECRET);
  });

  it('by a supervisor reaches the agent; by the agent it needs no telling', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });
    forget(world);

    await addNote(world.ports, agentOf(world, 'asha'), SESSION, { text: 'Mine' });
    expect(world.pushes).toEqual([]);
    const { note } = await addNote(world.ports, lead, SESSION, { text: 'Offer a credit' });

    expect(framesOf(world, 'asha-1', 'note.created')).toEqual([
      { type: 'note.created', sessionId: SESSION, note },
    ]);
    expect(framesTo(world, 'customer-1')).toEqual([]);
  });

  it('can be written after the end', async () => {
    const world = await withAgent();
    const asha = agentOf(world, 'asha');
    await endByAgent(world.ports, asha, SESSION);

    expect(await addNote(world.ports, asha, SESSION, { text: 'Called back' })).toMatchObject({
      note: { n: 1 },
    });
  });

  it('from both at once keeps both', async () => {
    const world = await withAgent();
    const lead = await present(world, 'lead', { supervisor: true });

    await Promise.all([
      addNote(world.ports, agentOf(world, 'asha'), SESSION, { text: 'A' }),
      addNote(world.ports, lead, SESSION, { text: 'B' }),
    ]);

    const notes = await world.ports.sessions.notes(SESSION);
    expect(notes.map(({ n }) => n)).toEqual([1, 2]);
    expect(notes.map(({ text }) => text).sort()).toEqual(['A', 'B']);
  });

  it('is refused to whoever neither holds nor supervises, and for no session', async () => {
    const world = await waiting();
    const ravi = await present(world, 'ravi');
    const lead = await present(world, 'lead', { supervisor: true });

    expect(await refusal(addNote(world.ports, ravi, SESSION, { text: 'x' }))).toMatchObject({
      code: 'not_your_session',
    });
    expect(await refusal(addNote(world.ports, lead, idOf(0xdead), { text: 'x' }))).toMatchObject({
      code: 'session_unknown',
    });
    expect(await world.ports.sessions.notes(SESSION)).toEqual([]);
  });
});
