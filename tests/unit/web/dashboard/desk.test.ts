import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agent } from '../../../../protocol/agent.ts';
import type { SessionView } from '../../../../protocol/http.ts';
import { ApiError } from '../../../../web/chat-client/http.ts';
import { memoryStore } from '../../../../web/chat-client/store.ts';
import { createDesk, HEARTBEAT_MS } from '../../../../web/dashboard/app/desk.ts';
import { byId, createCommands } from '../../../../web/dashboard/commands/registry.ts';
import { inOrder } from '../../../../web/dashboard/features/queue/pending.ts';
import type { Api } from '../../../../web/dashboard/lib/api.ts';
import { fakeSockets, settled } from '../chat-client/fakes.ts';
import { card, message, view } from './fixtures.ts';

const ASHA: Agent = {
  agentId: 'a1',
  name: 'Asha',
  team: 'Billing',
  supervisor: false,
  queues: ['billing'],
  availability: 'available',
  capacity: 4,
  sessions: [],
  seenAt: null,
};

/** A server that holds what the test puts in, and a desk that is connected to it. */
async function openDesk(world: { waiting?: ReturnType<typeof card>[]; mine?: SessionView[] } = {}) {
  const sockets = fakeSockets();
  const server = { waiting: world.waiting ?? [], mine: world.mine ?? [] };
  const answer = (change: Partial<SessionView>) =>
    vi.fn(async (sessionId: string) => ({ session: view({ sessionId, ...change }) }));
  const api = {
    ticket: vi.fn(async () => ({ ticket: 'T', expiresInSeconds: 30, agent: ASHA })),
    setAvailability: vi.fn(async (availability: Agent['availability']) => ({
      agent: { ...ASHA, availability },
    })),
    escalations: vi.fn(async () => ({ escalations: server.waiting, serverTime: Date.now() })),
    mySessions: vi.fn(async () => ({ sessions: server.mine })),
    context: vi.fn(async () => ({ session: view(), escalations: [] })),
    transcript: vi.fn(async () => []),
    join: answer({ version: 6 }),
    release: answer({ version: 8, status: 'queued' }),
    returnToBot: answer({ version: 8, status: 'bot' }),
    end: answer({ version: 8, status: 'wrap_up', closeReason: 'agent_ended' }),
    wrapUp: answer({ version: 9, status: 'closed' }),
  } satisfies Api;
  const storage = memoryStore();
  const desk = createDesk({
    api,
    socketUrl: 'wss://socket',
    storage,
    WebSocket: sockets.WebSocket,
    visible: () => true,
    isOffline: () => false,
    contextChanged: () => {},
    clockOffset: () => {},
  });
  desk.connect();
  await settled();
  const connected = async () => {
    const socket = sockets.made.at(-1);
    if (!socket) throw new Error('There is no socket.');
    socket.open();
    await settled();
    return socket;
  };
  const socket = await connected();
  const notices = () => desk.notices.store.getState().map((notice) => notice.text);
  return { desk, api, server, socket, sockets, connected, notices, storage };
}

const waitingIds = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
  inOrder(desk.pending.current()).map((item) => item.sessionId);
const refusal = (code: string, winner?: string) =>
  new ApiError(409, {
    code,
    title: code,
    ...(winner ? { winner: { role: 'agent' as const, name: winner } } : {}),
  });

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
  });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('connection', () => {
  test('connects with a ticket, then reads both lists', async () => {
    const { desk, socket } = await openDesk({
      waiting: [card()],
      mine: [view({ sessionId: 'm' })],
    });

    expect(socket.url).toBe('wss://socket?ticket=T');
    expect(desk.agent.getState().agent?.name).toBe('Asha');
    expect(waitingIds(desk)).toEqual(['s1']);
    expect([...desk.held.current().sessions.keys()]).toEqual(['m']);
    desk.close();
  });

  test('says that it lives at once and every 30 seconds', async () => {
    const { desk, socket } = await openDesk();

    expect(socket.frames('agent.heartbeat')).toHaveLength(1);
    vi.advanceTimersByTime(HEARTBEAT_MS);

    expect(socket.frames('agent.heartbeat')).toHaveLength(2);
    desk.close();
  });

  test('after a reconnect the lists are read again and every chat says hello', async () => {
    const { desk, server, socket, sockets, connected } = await openDesk({
      mine: [view({ sessionId: 'm1' }), view({ sessionId: 'm2' })],
    });
    server.waiting = [card({ sessionId: 'missed' })];

    socket.end();
    await vi.advanceTimersByTimeAsync(1_000);
    const next = await connected();

    expect(sockets.made).toHaveLength(2);
    expect(waitingIds(desk)).toEqual(['missed']);
    expect(next.frames('session.hello').map((frame) => frame.sessionId)).toEqual(['m1', 'm2']);
    desk.close();
  });

  test('a newer tab takes over for good, until the agent wants this one', async () => {
    const { desk, socket, sockets, connected } = await openDesk();

    socket.say({ type: 'session.superseded' });
    await vi.advanceTimersByTimeAsync(600_000);

    expect(desk.connection.getState().state).toBe('superseded');
    expect(sockets.made).toHaveLength(1);
    desk.connect();
    await settled();
    await connected();
    expect(desk.connection.getState().state).toBe('online');
    desk.close();
  });

  test('closing leaves no timer behind', async () => {
    const { desk } = await openDesk({ mine: [view()] });
    desk.notices.show('info', 'still on show');

    desk.close();
    await settled();

    expect(vi.getTimerCount()).toBe(0);
  });

  test('lists that could not be read are read again', async () => {
    const { desk, api, server, socket, connected } = await openDesk();
    api.escalations.mockRejectedValueOnce(refusal('unavailable'));
    socket.end();
    await vi.advanceTimersByTimeAsync(1_000);
    await connected();
    server.waiting = [card()];

    await vi.advanceTimersByTimeAsync(5_000);

    expect(waitingIds(desk)).toEqual(['s1']);
    desk.close();
  });
});

describe('join', () => {
  test('a joined chat moves to Mine, opens, and says hello', async () => {
    const { desk, socket } = await openDesk({ waiting: [card()] });
    desk.select('s1');

    await desk.join('s1');

    expect(waitingIds(desk)).toEqual([]);
    expect(desk.view.getState()).toMatchObject({ tab: 'mine', selectedId: 's1' });
    expect(desk.view.getState().focus).toEqual({ target: 'reply', sessionId: 's1' });
    expect(socket.frames('session.hello').map((frame) => frame.sessionId)).toEqual(['s1']);
    desk.close();
  });

  test('the loser is told who won, sees the next customer, and never that card again', async () => {
    const { desk, api, socket, notices } = await openDesk({
      waiting: [card(), card({ sessionId: 's2', place: 2_000 })],
    });
    api.join.mockRejectedValueOnce(refusal('already_taken', 'Ravi'));
    desk.select('s1');

    await desk.join('s1');
    socket.say({ type: 'escalation.created', card: card() });

    expect(notices()).toEqual(['Ravi joined first.']);
    expect(waitingIds(desk)).toEqual(['s2']);
    expect(desk.view.getState()).toMatchObject({
      tab: 'waiting',
      selectedId: 's2',
      focus: { target: 'row', sessionId: 's2' },
    });
    desk.close();
  });

  test.each([
    ['at_capacity', 'as many chats as you may'],
    ['agent_not_available', 'You are offline'],
    ['network', 'could not be reached'],
  ])('%s is explained and the customer goes on waiting', async (code, words) => {
    const { desk, api, notices } = await openDesk({ waiting: [card()] });
    api.join.mockRejectedValueOnce(refusal(code));

    await desk.join('s1');

    expect(notices()[0]).toContain(words);
    expect(waitingIds(desk)).toEqual(['s1']);
    expect(desk.isBusy('join', 's1')).toBe(false);
    desk.close();
  });

  test('two presses are one request', async () => {
    const { desk, api } = await openDesk({ waiting: [card()] });

    await Promise.all([desk.join('s1'), desk.join('s1')]);

    expect(api.join).toHaveBeenCalledTimes(1);
    desk.close();
  });

  test('a customer taken by a colleague during the preview is explained', async () => {
    const { desk, socket } = await openDesk({ waiting: [card()] });
    desk.select('s1');

    socket.say({
      type: 'escalation.accepted',
      sessionId: 's1',
      escalationId: 'e-s1',
      version: 6,
      agent: { role: 'agent', id: 'a2', name: 'Ravi' },
    });

    expect(desk.view.getState().gone?.text).toBe('Ravi joined this chat.');
    desk.close();
  });
});

describe('a held chat', () => {
  test('released, it leaves Mine and waits again when its card comes', async () => {
    const { desk, socket, notices } = await openDesk({ mine: [view()] });
    desk.select('s1');

    await desk.release('s1');
    socket.say({ type: 'escalation.created', card: card({ version: 8 }) });

    expect(desk.held.current().sessions.size).toBe(0);
    expect(desk.conversation('s1')).toBeUndefined();
    expect(waitingIds(desk)).toEqual(['s1']);
    expect(notices()).toEqual(['Priya Raman is back in the queue, in the same place.']);
    desk.close();
  });

  test('taken away by the server, it leaves with a word; an older frame changes nothing', async () => {
    const { desk, socket, notices } = await openDesk({ mine: [view({ version: 10 })] });
    const unassigned = (version: number) =>
      socket.say({
        type: 'assignment.changed',
        sessionId: 's1',
        version,
        change: 'unassigned',
        reason: 'agent_lost',
      });

    unassigned(9);
    expect(desk.held.current().sessions.size).toBe(1);
    unassigned(11);

    expect(desk.held.current().sessions.size).toBe(0);
    expect(notices()[0]).toContain('because your connection was lost');
    desk.close();
  });

  test('ended by the customer it waits for its wrap-up, and leaves once that is done', async () => {
    const { desk, socket, api } = await openDesk({ mine: [view({ lastSeq: 1 })] });
    desk.select('s1');
    socket.say({
      type: 'session.closed',
      sessionId: 's1',
      version: 9,
      status: 'wrap_up',
      lastSeq: 1,
      messages: [message(1)],
      reason: 'customer_ended',
    });

    expect(desk.held.current().sessions.get('s1')).toMatchObject({
      status: 'wrap_up',
      closeReason: 'customer_ended',
    });
    await desk.wrapUp('s1', { disposition: 'resolved' });

    expect(api.wrapUp).toHaveBeenCalledWith('s1', { disposition: 'resolved' });
    expect(desk.held.current().sessions.size).toBe(0);
    expect(desk.view.getState()).toMatchObject({ selectedId: null, tab: 'waiting' });
    desk.close();
  });

  test('a customer who drops and comes back is shown so', async () => {
    const { desk, socket } = await openDesk({ mine: [view()] });
    const say = (type: 'participant.disconnected' | 'participant.returned') =>
      socket.say({ type, sessionId: 's1', participant: { role: 'customer' } });
    const present = () => desk.held.current().sessions.get('s1')?.customerPresent;

    say('participant.disconnected');
    expect(present()).toBe(false);
    say('participant.returned');
    expect(present()).toBe(true);
    desk.close();
  });

  test('messages in the background count as unread until the chat is opened', async () => {
    const { desk, socket } = await openDesk({ mine: [view({ lastSeq: 0 })] });
    socket.say({
      type: 'message.created',
      sessionId: 's1',
      version: 7,
      status: 'active',
      lastSeq: 1,
      messages: [message(1)],
    });
    const unread = () => desk.held.current().sessions.get('s1')?.unread;

    expect(unread()).toBe(1);
    desk.select('s1');

    expect(unread()).toBe(0);
    desk.close();
  });
});

describe('commands', () => {
  const commandsOf = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
    byId(createCommands(desk, { movePane: () => {}, focusRow: () => {} }));

  test('join takes the selected customer, else the one who is next', async () => {
    const { desk, api } = await openDesk({
      waiting: [card(), card({ sessionId: 's2', place: 2_000 })],
    });
    const commands = commandsOf(desk);

    desk.select('s2');
    commands.join.run();
    await settled();
    desk.select(null);
    commands.join.run();
    await settled();

    expect(api.join.mock.calls.map(([sessionId]) => sessionId)).toEqual(['s2', 's1']);
    desk.close();
  });

  test('a key never ends a chat without asking', async () => {
    const { desk, api } = await openDesk({ mine: [view()] });
    desk.select('s1');

    commandsOf(desk).end.run();
    await settled();

    expect(desk.view.getState().dialog).toBe('end');
    expect(api.end).not.toHaveBeenCalled();
    desk.close();
  });

  test('chat commands are off without a live chat of one’s own', async () => {
    const { desk } = await openDesk({
      waiting: [card()],
      mine: [view({ sessionId: 'done', status: 'wrap_up' })],
    });
    const commands = commandsOf(desk);

    for (const selected of ['s1', 'done', null]) {
      desk.select(selected);
      expect(commands.release.enabled()).toBe(false);
      expect(commands['return-to-bot'].enabled()).toBe(false);
      expect(commands.end.enabled()).toBe(false);
    }
    desk.close();
  });

  test('next and previous walk the list on show', async () => {
    const { desk } = await openDesk({
      waiting: [card(), card({ sessionId: 's2', place: 2_000 })],
    });
    const commands = commandsOf(desk);

    commands.next.run();
    commands.next.run();
    expect(desk.view.getState().selectedId).toBe('s2');
    commands.previous.run();

    expect(desk.view.getState().selectedId).toBe('s1');
    desk.close();
  });

  test('no two commands share a key', async () => {
    const { desk } = await openDesk();
    const keys = Object.values(commandsOf(desk)).flatMap((command) => command.keys);

    expect(new Set(keys).size).toBe(keys.length);
    desk.close();
  });
});

test('a draft outlives a reload', async () => {
  const { desk, storage } = await openDesk();

  desk.drafts.set('s1', 'half a sen');

  expect(desk.drafts.get('s1')).toBe('half a sen');
  expect(storage.get('draft:s1')).toBe('half a sen');
  desk.close();
});
