import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlinesOf, nextLook } from '../../../lambdas/domain/deadlines.ts';
import { ESCALATION_TRANSITIONS, isOpen } from '../../../lambdas/domain/escalation.ts';
import { cardOf, waitOf } from '../../../lambdas/domain/routing.ts';
import { isHeld, SESSION_TRANSITIONS } from '../../../lambdas/domain/session.ts';
import { tallyOf } from '../../../lambdas/domain/tally.ts';
import { EscalationStatus, SessionStatus } from '../../../protocol/vocabulary.ts';
import { NOON } from './builders.ts';
import { actions, type Told, tell } from './histories.ts';
import { OPERATION_NAMES } from './operations.ts';

const always = (name: string, holds: (told: Told) => void) =>
  it(name, () => {
    fc.assert(
      fc.property(actions, (history) => holds(tell(history))),
      { numRuns: 100 },
    );
  });

const wanted = (status: SessionStatus) => ['queued', 'active', 'on_hold'].includes(status);

describe('whatever happens to a session', () => {
  always('its version rises by one with every change', ({ changes }) => {
    for (const { before, after } of changes) expect(after.version).toBe(before.version + 1);
  });

  always(
    'its transcript is numbered 1, 2, 3 … and as long as it says',
    ({ changes, transcript }) => {
      expect(transcript.map(({ seq }) => seq)).toEqual(transcript.map((_, i) => i + 1));
      expect(changes.at(-1)?.after.seq ?? 0).toBe(transcript.length);
    },
  );

  always('it goes only where the arrows lead', ({ changes }) => {
    for (const { before, after } of changes) {
      const legal =
        after.status === before.status || SESSION_TRANSITIONS[before.status].includes(after.status);
      expect(legal, `${before.status} → ${after.status}`).toBe(true);
    }
  });

  always('the wait clock of an escalation never moves', ({ changes }) => {
    const clocks = new Map<string, number>();
    for (const { after } of changes) {
      if (!after.escalation) continue;
      const { escalationId, waitingSince } = after.escalation;
      expect(waitingSince).toBe(clocks.get(escalationId) ?? waitingSince);
      clocks.set(escalationId, waitingSince);
    }
  });

  always('it has at most one open escalation, and one exactly while a person is wanted', (told) => {
    const { changes, records } = told;
    const open = records.filter(isOpen);
    const last = changes.at(-1)?.after;
    expect(open.length).toBe(last && wanted(last.status) ? 1 : 0);
    for (const { after } of changes) expect(isOpen(after.escalation)).toBe(wanted(after.status));
  });

  always('the stored escalation stands where the head says', ({ changes, records }) => {
    const { escalation } = changes.at(-1)?.after ?? {};
    if (escalation) expect(records[escalation.n - 1]?.status).toBe(escalation.status);
  });

  always('an escalation goes only where its arrows lead, and from final nowhere', ({ records }) => {
    for (const { history } of records) {
      history.forEach(({ escalation: { from, to } }, i) => {
        expect(from).toBe(history[i - 1]?.escalation.to ?? null);
        if (from && from !== to) {
          expect(ESCALATION_TRANSITIONS[from].includes(to), `${from} → ${to}`).toBe(true);
        }
      });
    }
  });

  always('it is offered exactly while its escalation says so, to one agent', ({ changes }) => {
    for (const { after } of changes) {
      const { escalation } = after;
      expect(escalation?.offer !== undefined).toBe(escalation?.status === 'offered');
      expect(cardOf(after)?.offeredTo?.offerId).toBe(escalation?.offer?.offerId);
    }
  });

  always('it is not offered again to whoever let it pass or gave it up in this pass', (told) => {
    const passed = new Set<string>();
    told.changes.forEach(({ before, after }, i) => {
      const name = told.names[i];
      const asked = after.escalation?.offer?.agentId;
      if (name === 'offerTo') expect(passed).not.toContain(asked);
      if (name === 'keepWaiting' || after.escalation?.n !== before.escalation?.n) passed.clear();
      // A colleague who asks for them by name may ask again.
      if (name === 'transferToAgent' && asked) passed.delete(asked);
      if (before.escalation?.offer && after.escalation?.status === 'pending') {
        passed.add(before.escalation.offer.agentId);
      }
      // Who was cut off did not choose to give it up.
      if (before.assignment && after.status === 'queued' && name !== 'requeueLost') {
        passed.add(before.assignment.agentId);
      }
      expect(new Set(after.escalation?.passedBy)).toEqual(passed);
    });
  });

  always('the bot answers nothing while a person is wanted', ({ changes }) => {
    for (const { before, after, messages } of changes) {
      if (before.status === 'bot') continue;
      const byBot = messages.filter(({ from }) => from.role === 'bot');
      for (const { bot, event } of byBot) {
        expect(bot).toBeUndefined();
        expect(['detail_asked', 'wait_choice', 'still_waiting']).toContain(event);
      }
      if (byBot.length > 0) expect([before.status, after.status]).toEqual(['queued', 'queued']);
    }
  });

  always('the bot answers every customer message while the session is its own', (told) => {
    told.changes.forEach(({ before, messages }, i) => {
      if (before.status !== 'bot' || told.names[i] !== 'customerSays') return;
      expect(messages.map(({ from }) => from.role)).toEqual(['customer', 'bot']);
    });
  });

  always('nothing enters the transcript after the end', ({ changes }) => {
    const ended = changes.filter(
      ({ before }) => before.status === 'wrap_up' || before.status === 'closed',
    );
    for (const { messages } of ended) expect(messages).toEqual([]);
  });

  always(
    'it has an owner while held and after, and none while it waits or is the bot’s',
    (told) => {
      for (const { before, after } of told.changes) {
        const owned = after.assignment !== undefined;
        if (isHeld(after) || after.status === 'wrap_up') expect(owned).toBe(true);
        if (after.status === 'closed') expect(owned).toBe(before.assignment !== undefined);
        if (after.status === 'queued' || after.status === 'bot') {
          expect(owned).toBe(false);
          expect(after.agentConnectionId).toBeUndefined();
        }
      }
    },
  );

  always('only its owner speaks for the agents', ({ changes }) => {
    for (const { before, messages } of changes) {
      for (const { from } of messages) {
        if (from.role === 'agent') expect(from.id).toBe(before.assignment?.agentId);
      }
    }
  });

  always('it stands in the pending list exactly while it waits', ({ changes }) => {
    for (const { after } of changes) {
      expect(cardOf(after) !== null).toBe(after.status === 'queued');
      expect(waitOf(after) !== null).toBe(after.status === 'queued');
      expect(cardOf(after)?.version ?? after.version).toBe(after.version);
    }
  });

  always('a turn that nobody assessed has a deadline, and only then', ({ changes }) => {
    for (const { after } of changes) {
      const kinds = deadlinesOf(after).map(({ kind }) => kind);
      expect(kinds.includes('candidate_unassessed')).toBe(after.candidate !== undefined);
    }
  });

  always(
    'a wish for a person stands until somebody decides, with its first clock',
    ({ changes }) => {
      for (const { before, after } of changes) {
        if (!before.candidate || !after.candidate) continue;
        expect(after.candidate.at).toBe(before.candidate.at);
        if (before.candidate.explicit) expect(after.candidate.explicit).toBe(true);
      }
    },
  );

  always('the time to answer runs only while the session is held', ({ changes }) => {
    for (const { after } of changes) {
      if (isHeld(after)) continue;
      expect(after.awaitingReplySince).toBeUndefined();
      expect(after.idleSince).toBeUndefined();
      expect(after.heldAt).toBeUndefined();
    }
  });

  always('it is on hold since a time exactly while it is on hold', ({ changes }) => {
    for (const { after } of changes) {
      expect(after.heldAt !== undefined).toBe(after.status === 'on_hold');
    }
  });

  always('nobody who waits for an answer is called idle', ({ changes }) => {
    for (const { after } of changes) {
      const kinds = deadlinesOf(after).map(({ kind }) => kind);
      if (after.awaitingReplySince === undefined && after.status === 'active') continue;
      expect(kinds).not.toContain('idle_warning');
      expect(kinds).not.toContain('idle_over');
    }
  });

  always('the sweep looks again at whatever has begun and is not closed', ({ changes }) => {
    for (const { after } of changes) {
      const untouched = after.status === 'bot' && after.seq === 0;
      expect(nextLook(after, NOON) === null).toBe(after.status === 'closed' || untouched);
    }
  });

  always('its history says where the session really came from and went', ({ changes }) => {
    for (const { before, after, escalation } of changes) {
      if (!escalation) continue;
      const entry =
        escalation.kind === 'create' ? escalation.escalation.history[0] : escalation.entry;
      expect(entry?.session).toEqual({ from: before.status, to: after.status });
    }
  });

  always('every escalation that is over counts once, and no other', ({ changes, records }) => {
    const counted = changes.map((change) => tallyOf(change)?.add['all/escalations'] ?? 0);
    const last = changes.at(-1)?.after;
    const over = records.filter((one) => !isOpen(one)).length;
    // One that an agent had counts when it is written up.
    expect(counted.reduce((sum, n) => sum + n, 0)).toBe(
      over - (last?.status === 'wrap_up' ? 1 : 0),
    );
    expect(Math.max(0, ...counted)).toBeLessThanOrEqual(1);
  });
});

describe('the random histories', () => {
  const sample = fc.sample(actions, { numRuns: 600, seed: 7 }).map((history) => tell(history));

  it('reach every status of sessions and escalations, so that no promise above is empty', () => {
    const sessions = new Set(sample.flatMap(({ changes }) => changes.map((c) => c.after.status)));
    const escalations = new Set(sample.flatMap(({ records }) => records.map((r) => r.status)));

    expect([...sessions].sort()).toEqual([...SessionStatus.options].sort());
    expect([...escalations].sort()).toEqual([...EscalationStatus.options].sort());
  });

  it('have done everything that there is to do', () => {
    const done = new Set(sample.flatMap(({ names }) => names));

    const missing = OPERATION_NAMES.filter((name) => !done.has(name));
    expect(missing).toEqual([]);
  });
});
