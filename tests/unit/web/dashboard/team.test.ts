import { describe, expect, test } from 'vitest';
import type { Agent } from '../../../../protocol/agent.ts';
import type { MessageList } from '../../../../protocol/http.ts';
import { ApiError } from '../../../../web/chat-client/http.ts';
import {
  candidates,
  checkAgentForm,
  inTeamOrder,
  obstacleOf,
  standingOf,
} from '../../../../web/dashboard/features/team/agents.ts';
import { lastSystemSeq, readOn } from '../../../../web/dashboard/features/team/follow.ts';
import { explainAssignment } from '../../../../web/dashboard/features/team/words.ts';
import { message } from './fixtures.ts';

function agent(change: Partial<Agent> = {}): Agent {
  return {
    agentId: change.name ?? 'a1',
    name: 'Asha',
    team: 'Billing',
    supervisor: false,
    queues: ['billing', 'general'],
    availability: 'available',
    capacity: 4,
    sessions: [],
    seenAt: 0,
    present: true,
    status: 'available',
    ...change,
  };
}

describe('agents', () => {
  test('whoever is not connected is that first, whatever they chose', () => {
    expect(standingOf(agent({ present: false }))).toBe('not_connected');
    expect(standingOf(agent({ status: 'not_responding' }))).toBe('not_responding');
  });

  test('those who need a look come first, those who are not there last', () => {
    const order = inTeamOrder([
      agent({ name: 'Gone', present: false }),
      agent({ name: 'Zoe' }),
      agent({ name: 'Ben' }),
      agent({ name: 'Mute', status: 'not_responding' }),
    ]);

    expect(order.map(({ name }) => name)).toEqual(['Mute', 'Ben', 'Zoe', 'Gone']);
  });

  test('a chat is given to somebody who is there and has room', () => {
    expect(obstacleOf(agent())).toBeNull();
    expect(obstacleOf(agent({ availability: 'away', status: 'away' }))).toBeNull();
    expect(obstacleOf(agent({ present: false }))).toBe('not_connected');
    expect(obstacleOf(agent({ availability: 'offline', status: 'offline' }))).toBe('offline');
    expect(obstacleOf(agent({ capacity: 1, sessions: ['s1'] }))).toBe('at_capacity');
  });

  test('of those with room the available come first, and the holder is not named', () => {
    const names = candidates(
      [
        agent({ name: 'Holder' }),
        agent({ name: 'Full', capacity: 1, sessions: ['s1'] }),
        agent({ name: 'Mute', status: 'not_responding' }),
        agent({ name: 'Busy', sessions: ['s1', 's2'] }),
        agent({ name: 'Free' }),
      ],
      'Holder',
    ).map(({ name }) => name);

    expect(names).toEqual(['Free', 'Busy', 'Mute', 'Full']);
  });
});

describe('editing an agent', () => {
  const { queues } = agent();

  test.each(['', '0', '21', '2.5', '-1', 'four'])('a capacity of %j is refused', (capacity) => {
    expect(checkAgentForm(agent(), { capacity, queues })).toEqual({ problem: 'capacity' });
  });

  test('somebody serves at least one queue', () => {
    expect(checkAgentForm(agent(), { capacity: '4', queues: [] })).toEqual({ problem: 'queues' });
  });

  test('only what was changed is sent', () => {
    const edit = (capacity: string, chosen: Agent['queues']) =>
      checkAgentForm(agent(), { capacity, queues: chosen });

    expect(edit('4', ['general', 'billing'])).toEqual({ edit: {} });
    expect(edit('6', queues)).toEqual({ edit: { capacity: 6 } });
    expect(edit('4', ['billing'])).toEqual({ edit: { queues: ['billing'] } });
  });
});

describe('assigning', () => {
  test('a refusal speaks of the other agent, not of oneself', () => {
    const refusal = new ApiError(409, { code: 'at_capacity', title: 'You have as many.' });

    expect(explainAssignment(refusal, 'Ben')).toMatch(/^Ben already holds/);
  });
});

describe('reading along', () => {
  /** A server that holds these entries and gives at most two at a time. */
  function server(...seqs: number[]) {
    const asked: string[] = [];
    return {
      asked,
      async get<T>(path: string): Promise<T> {
        asked.push(path);
        const after = Number(new URL(path, 'http://x').searchParams.get('after'));
        const rest = seqs.filter((seq) => seq > after).map((seq) => message(seq));
        const page: MessageList = {
          messages: rest.slice(0, 2),
          lastSeq: seqs.at(-1) ?? 0,
          more: rest.length > 2,
        };
        return page as T;
      },
    };
  }

  test('the first read takes all pages', async () => {
    const messages = await readOn(server(1, 2, 3, 4, 5), 's1', []);

    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5]);
  });

  test('a later read asks for what is new only', async () => {
    const http = server(1, 2, 3);

    const messages = await readOn(http, 's/1', [message(1), message(2)]);

    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(http.asked).toEqual(['/sessions/s%2F1/messages?after=2']);
  });

  test('without news the transcript stays the very same', async () => {
    const known = [message(1)];

    expect(await readOn(server(1), 's1', known)).toBe(known);
  });

  test('a server that promises more and gives nothing is not asked for ever', async () => {
    let asked = 0;
    const http = {
      async get<T>(): Promise<T> {
        asked += 1;
        if (asked > 3) throw new Error('Asked again and again.');
        return { messages: [message(1)], lastSeq: 9, more: true } as T;
      },
    };

    await readOn(http, 's1', [message(1)]);

    expect(asked).toBe(1);
  });

  test('the last system entry is where the session last changed', () => {
    const system = message(2, { from: { role: 'system' }, event: 'joined' });

    expect(lastSystemSeq([message(1), system, message(3)])).toBe(2);
    expect(lastSystemSeq([message(1)])).toBe(0);
  });
});
