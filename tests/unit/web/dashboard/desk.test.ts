import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EscalationCard } from '../../../../protocol/escalation.ts';
import type { SessionView } from '../../../../protocol/http.ts';
import type { Availability } from '../../../../protocol/vocabulary.ts';
import { ApiError } from '../../../../web/chat-client/http.ts';
import { memoryStore } from '../../../../web/chat-client/store.ts';
import { createDesk, HEARTBEAT_MS } from '../../../../web/dashboard/app/desk.ts';
import { ENDED_SHOWN_MS } from '../../../../web/dashboard/app/passing.ts';
import { byId, createCommands } from '../../../../web/dashboard/commands/registry.ts';
import { placesTaken } from '../../../../web/dashboard/features/conversation/held.ts';
import { currentOffer } from '../../../../web/dashboard/features/offers/offers.ts';
import { inOrder, rowsInOrder } from '../../../../web/dashboard/features/queue/pending.ts';
import type { Api } from '../../../../web/dashboard/lib/api.ts';
import { fakeSockets, settled, snapshot } from '../chat-client/fakes.ts';
import { agent, card, message, view } from './fixtures.ts';

const ASHA = agent();

/** A server that holds what the test puts in, and a desk that is connected to it. */
async function openDesk(world: { waiting?: EscalationCard[]; mine?: SessionView[] } = {}) {
  const sockets = fakeSockets();
  const server = {
    waiting: world.waiting ?? [],
    mine: world.mine ?? [],
  };
  const answer = (change: Partial<SessionView>) =>
    vi.fn(async (sessionId: string) => ({ session: view({ sessionId, ...change }) }));
  const api = {
    ticket: vi.fn(async () => ({ ticket: 'T', expiresInSeconds: 30, agent: ASHA })),
    setAvailability: vi.fn(async (availability: Availability) => ({
      agent: { ...ASHA, availability },
    })),
    escalations: vi.fn(async () => ({ escalations: server.waiting, serverTime: Date.now() })),
    mySessions: vi.fn(async () => ({ sessions: server.mine })),
    context: vi.fn(async (sessionId: string) => ({
      session: view({ sessionId }),
      escalations: [],
      notes: [],
      summary: [],
      tried: [],
      recentContacts: [],
      read: { customer: 0, agent: 0 },
    })),
    transcript: vi.fn(async () => []),
    join: answer({ version: 6 }),
    release: answer({ version: 8, status: 'queued' }),
    returnToBot: answer({ version: 8, status: 'bot' }),
    end: answer({ version: 8, status: 'wrap_up', closeReason: 'agent_ended' }),
    wrapUp: answer({ version: 9, status: 'closed' }),
    hold: answer({ version: 8, status: 'on_hold' }),
    resume: answer({ version: 9 }),
    transfer: answer({ version: 8, status: 'queued' }),
    acceptOffer: vi.fn(async (_: string, sessionId: string) => ({ session: view({ sessionId }) })),
    rejectOffer: vi.fn(async () => {}),
    addNote: vi.fn(async (_: string, text: string) => ({
      note: { n: 1, at: 0, by: { role: 'agent' as const }, text },
    })),
    agents: vi.fn(async () => ({ agents: [ASHA] })),
    cannedReplies: vi.fn(async () => ({ version: 0, replies: [] })),
  } satisfies Api;
  const storage = memoryStore();
  const page = { inTextField: false };
  const desk = createDesk({
    api,
    socketUrl: 'wss://socket',
    storage,
    WebSocket: sockets.WebSocket,
    visible: () => true,
    inTextField: () => page.inTextField,
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
  return { desk, api, server, socket, sockets, connected, notices, storage, page };
}

const waitingIds = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
  inOrder(desk.pending.current()).map((item) => item.sessionId);
const rowsOf = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
  rowsInOrder(desk.pending.current()).map(({ id, takenBy }) =>
    takenBy === null ? id : `${id} taken by ${takenBy}`,
  );
const takenBy = (name: string) => ({
  type: 'escalation.accepted',
  sessionId: 's1',
  escalationId: 'e-s1',
  version: 6,
  agent: { role: 'agent', id: 'a2', name },
});
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

  test('the socket is renewed before its two hours are over, without a word to the agent', async () => {
    const { desk, api, socket, sockets } = await openDesk({ mine: [view()] });
    const states = new Set<string>();
    desk.connection.subscribe(({ state }) => states.add(state));

    for (let ms = 0; sockets.made.length === 1 && ms < 7_200_000; ms += 5_000) {
      await vi.advanceTimersByTimeAsync(5_000);
      socket.say({ type: 'pong' });
    }
    const lists = api.escalations.mock.calls.length;
    const next = sockets.last;
    next.open();
    await settled();
    socket.say({ type: 'session.superseded' });
    await settled();

    expect(sockets.made).toHaveLength(2);
    expect([...states]).toEqual([]);
    expect(desk.connection.getState().state).toBe('online');
    expect(next.frames('agent.heartbeat')).toHaveLength(1);
    expect(next.frames('session.hello').map((frame) => frame.sessionId)).toEqual(['s1']);
    expect(api.escalations.mock.calls.length).toBe(lists + 1);
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

  test('a lost customer keeps their place for a moment, and nobody comes under the hand', async () => {
    const { desk, api, socket } = await openDesk({
      waiting: [card(), card({ sessionId: 's2', place: 2_000 })],
    });
    api.join.mockRejectedValueOnce(refusal('already_taken', 'Ravi'));
    desk.select('s1');

    await desk.join('s1');
    socket.say({ type: 'escalation.created', card: card() });

    expect(rowsOf(desk)).toEqual(['s1 taken by Ravi', 's2']);
    expect(waitingIds(desk)).toEqual(['s2']);
    expect(desk.view.getState()).toMatchObject({
      tab: 'waiting',
      selectedId: 's1',
      gone: { text: 'Ravi joined first.' },
      focus: { target: 'row', sessionId: 's1' },
    });
    // A burst of changes is shown a moment later, and so is this one.
    vi.advanceTimersByTime(ENDED_SHOWN_MS + 100);
    expect(rowsOf(desk)).toEqual(['s2']);
    desk.close();
  });

  test('the news of the winner may come before the refusal', async () => {
    const { desk, api, socket } = await openDesk({ waiting: [card()] });
    api.join.mockImplementationOnce(async () => {
      socket.say(takenBy('Ravi'));
      throw refusal('already_taken', 'Ravi');
    });

    await desk.join('s1');

    expect(rowsOf(desk)).toEqual(['s1 taken by Ravi']);
    expect(desk.view.getState().gone?.text).toBe('Ravi joined first.');
    desk.close();
  });

  test('after a lost race the key to join takes nobody else until the agent moves on', async () => {
    const { desk, api } = await openDesk({
      waiting: [card(), card({ sessionId: 's2', place: 2_000 })],
    });
    api.join.mockRejectedValueOnce(refusal('already_taken', 'Ravi'));
    const { join } = byId(createCommands(desk, { movePane: () => {}, focusRow: () => {} }));

    join.run();
    await settled();
    expect(join.enabled()).toBe(false);
    join.run();
    await settled();

    expect(api.join.mock.calls).toEqual([['s1']]);
    desk.select('s2');
    expect(join.enabled()).toBe(true);
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

    socket.say(takenBy('Ravi'));

    expect(desk.view.getState().gone?.text).toBe('Ravi joined this chat.');
    desk.close();
  });
});

describe('joining while writing in another chat', () => {
  const other = view({ sessionId: 'm', customer: { name: 'Bo Lind' } });
  const offer = () => ({
    type: 'offer.created',
    offerId: 'o1',
    card: card(),
    expiresAt: Date.now() + 30_000,
  });
  const unopened = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
    [...desk.held.current().sessions.values()]
      .filter((held) => held.unopened)
      .map(({ sessionId }) => sessionId);

  test('with the keyboard in a text field the agent stays there, and the new chat is marked', async () => {
    const { desk, socket, page } = await openDesk({ mine: [other] });
    desk.select('m');
    desk.view.setState({ tab: 'waiting' });
    page.inTextField = true;
    socket.say(offer());
    const { focus } = desk.view.getState();

    await desk.acceptOffer('o1');

    expect(desk.view.getState()).toMatchObject({ selectedId: 'm', tab: 'waiting' });
    expect(desk.view.getState().focus).toBe(focus);
    expect(unopened(desk)).toEqual(['s1']);
    expect(desk.notices.store.getState()).toMatchObject([
      { open: { sessionId: 's1', name: 'Priya Raman' } },
    ]);
    desk.close();
  });

  test('a draft keeps the agent there too, and gets the keyboard back from the button', async () => {
    const { desk, api, socket } = await openDesk({ mine: [other] });
    desk.select('m');
    desk.drafts.set('m', 'Your refund is on');
    socket.say(offer());
    const focus = { target: 'reply', sessionId: 'm' };
    api.acceptOffer.mockImplementationOnce(async (_, sessionId) => {
      expect(desk.view.getState().focus).toEqual(focus);
      return { session: view({ sessionId }) };
    });

    await desk.acceptOffer('o1');

    expect(desk.view.getState()).toMatchObject({ selectedId: 'm', focus });
    expect(desk.drafts.get('m')).toBe('Your refund is on');
    expect(unopened(desk)).toEqual(['s1']);
    desk.close();
  });

  test('letting an offer pass gives the keyboard back to the draft', async () => {
    const { desk, socket } = await openDesk({ mine: [other] });
    desk.select('m');
    desk.drafts.set('m', 'Your refund is on');
    socket.say(offer());

    await desk.rejectOffer('o1');

    expect(desk.view.getState().focus).toEqual({ target: 'reply', sessionId: 'm' });
    desk.close();
  });

  test('a chat joined from the list does not take the draft away either', async () => {
    const { desk } = await openDesk({ waiting: [card()], mine: [other] });
    desk.drafts.set('m', 'Your refund is on');
    desk.select('s1');
    const joined = desk.join('s1');
    desk.select('m');

    await joined;

    expect(desk.view.getState().selectedId).toBe('m');
    expect(unopened(desk)).toEqual(['s1']);
    desk.close();
  });

  test('opening the new chat takes the mark and the notice away', async () => {
    const { desk, socket, page } = await openDesk({ mine: [other] });
    desk.select('m');
    page.inTextField = true;
    socket.say(offer());
    await desk.acceptOffer('o1');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(desk.notices.store.getState()).toHaveLength(1);

    desk.open('s1');

    expect(desk.view.getState()).toMatchObject({
      selectedId: 's1',
      tab: 'mine',
      focus: { target: 'reply', sessionId: 's1' },
    });
    expect(unopened(desk)).toEqual([]);
    expect(desk.notices.store.getState()).toEqual([]);
    desk.close();
  });

  test('without anything written the new chat opens', async () => {
    const { desk, socket } = await openDesk({ mine: [other] });
    desk.select('m');
    desk.drafts.set('m', '  ');
    socket.say(offer());

    await desk.acceptOffer('o1');

    expect(desk.view.getState().selectedId).toBe('s1');
    expect(unopened(desk)).toEqual([]);
    expect(desk.notices.store.getState()).toEqual([]);
    desk.close();
  });
});

describe('offers', () => {
  const offeredTo = (offerId: string) => ({
    offerId,
    agentId: 'a1',
    name: 'Asha',
    until: Date.now() + 30_000,
  });
  const offer = (offerId = 'o1') => ({
    type: 'offer.created',
    offerId,
    card: card({ offeredTo: offeredTo(offerId) }),
    expiresAt: Date.now() + 30_000,
  });
  const current = (desk: Awaited<ReturnType<typeof openDesk>>['desk']) =>
    currentOffer(desk.offers.current());

  test('accepted by its key it is a chat of one’s own, ready to be answered', async () => {
    const { desk, api, socket } = await openDesk();
    const commands = byId(createCommands(desk, { movePane: () => {}, focusRow: () => {} }));
    expect(commands['accept-offer'].enabled()).toBe(false);
    socket.say(offer());

    commands['accept-offer'].run();
    await settled();

    expect(api.acceptOffer).toHaveBeenCalledWith('o1', 's1');
    expect(current(desk)).toBeNull();
    expect(waitingIds(desk)).toEqual([]);
    expect(desk.view.getState()).toMatchObject({
      tab: 'mine',
      selectedId: 's1',
      focus: { target: 'reply', sessionId: 's1' },
    });
    desk.close();
  });

  test('let pass, it goes without a word, also if it did not stand any more', async () => {
    const { desk, api, socket, notices } = await openDesk();
    api.rejectOffer.mockRejectedValueOnce(refusal('offer_gone'));
    socket.say(offer());

    await desk.rejectOffer('o1');

    expect(current(desk)).toBeNull();
    expect(notices()).toEqual([]);
    expect(waitingIds(desk)).toEqual(['s1']);
    desk.close();
  });

  test.each([
    ['already_taken', 'Ben', { how: 'taken', by: 'Ben' }],
    ['offer_gone', undefined, { how: 'withdrawn' }],
    ['session_not_waiting', undefined, { how: 'left' }],
  ])('%s at accepting is told in its place, for a moment', async (code, winner, ended) => {
    const { desk, api, socket } = await openDesk();
    api.acceptOffer.mockRejectedValueOnce(refusal(code, winner));
    socket.say(offer());

    await desk.acceptOffer('o1');

    expect(current(desk)?.ended).toEqual(ended);
    vi.advanceTimersByTime(ENDED_SHOWN_MS);
    expect(current(desk)).toBeNull();
    desk.close();
  });

  test('a refusal for lack of room leaves it open', async () => {
    const { desk, api, socket, notices } = await openDesk();
    api.acceptOffer.mockRejectedValueOnce(refusal('at_capacity'));
    socket.say(offer());

    await desk.acceptOffer('o1');

    expect(current(desk)?.ended).toBeNull();
    expect(notices()[0]).toContain('as many chats as you may');
    desk.close();
  });

  test('a colleague who was quicker is named', async () => {
    const { desk, socket } = await openDesk();
    socket.say(offer());

    socket.say({ type: 'offer.rescinded', offerId: 'o1', sessionId: 's1' });
    socket.say(takenBy('Ben'));

    expect(current(desk)?.ended).toEqual({ how: 'taken', by: 'Ben' });
    desk.close();
  });

  test('unanswered, the agent reads that they missed it until they are ready again', async () => {
    const { desk, socket } = await openDesk();
    socket.say(offer());

    socket.say({ type: 'offer.timed_out', offerId: 'o1', sessionId: 's1' });

    expect(desk.agent.getState().agent?.status).toBe('not_responding');
    await desk.setAvailability('available');
    expect(desk.agent.getState().agent?.status).toBe('available');
    desk.close();
  });

  test('whose end is lost on the way ends by itself', async () => {
    const { desk, socket } = await openDesk();
    socket.say(offer());

    vi.advanceTimersByTime(34_000);

    expect(current(desk)?.ended).toEqual({ how: 'timed_out' });
    desk.close();
  });

  test('of a queue one does not serve it can be accepted, but does not join the list', async () => {
    const { desk, api, socket } = await openDesk();
    socket.say({ ...offer(), card: card({ queue: 'retention' }) });
    expect(waitingIds(desk)).toEqual([]);

    await desk.acceptOffer('o1');

    expect(api.acceptOffer).toHaveBeenCalledWith('o1', 's1');
    desk.close();
  });

  test('made while the connection was gone, it is found in the list', async () => {
    const { desk } = await openDesk({
      waiting: [
        card({
          offeredTo: { offerId: 'o7', agentId: 'a1', name: 'Asha', until: Date.now() + 60_000 },
        }),
      ],
    });

    expect(current(desk)?.offerId).toBe('o7');
    desk.close();
  });

  test('joined by hand from the list it is accepted, and joined all the same if that is too late', async () => {
    const { desk, api, socket } = await openDesk({ waiting: [card()] });
    api.acceptOffer.mockRejectedValueOnce(refusal('offer_gone'));
    socket.say(offer());

    await desk.join('s1');

    expect(api.acceptOffer).toHaveBeenCalledWith('o1', 's1');
    expect(api.join).toHaveBeenCalledWith('s1');
    expect(current(desk)).toBeNull();
    expect(desk.held.current().sessions.has('s1')).toBe(true);
    desk.close();
  });
});

describe('chats given and passed on', () => {
  const assigned = (change: string, reason = change) => ({
    type: 'assignment.changed',
    sessionId: 's1',
    version: 6,
    change,
    reason,
  });

  test.each(['auto', 'manual_reassign'])('%s sounds, says so, and brings the chat', async (how) => {
    const { desk, server, socket, notices } = await openDesk({ waiting: [card()] });
    server.mine = [view()];

    socket.say(assigned(how));
    await settled();

    expect(desk.given.getState().count).toBe(1);
    expect(notices()[0]).toContain('Priya Raman');
    expect([...desk.held.current().sessions.keys()]).toEqual(['s1']);
    expect(desk.held.current().sessions.get('s1')?.unopened).toBe(true);
    expect(waitingIds(desk)).toEqual([]);
    desk.close();
  });

  test('a given chat that is on show already is not marked as new', async () => {
    const { desk, server, socket } = await openDesk({ waiting: [card()] });
    desk.select('s1');
    server.mine = [view()];

    socket.say(assigned('auto'));
    await settled();

    expect(desk.held.current().sessions.get('s1')?.unopened).toBe(false);
    desk.close();
  });

  test('what one took oneself does not sound', async () => {
    const { desk, socket } = await openDesk({ waiting: [card()] });
    await desk.join('s1');

    socket.say(assigned('self_join'));

    expect(desk.given.getState().count).toBe(0);
    desk.close();
  });

  test('a transfer leaves Mine, and later tells who has the chat', async () => {
    const { desk, api, socket, notices } = await openDesk({ mine: [view()] });
    api.transfer.mockImplementationOnce(async (sessionId: string) => {
      // The frame may come before the answer; it is told once.
      socket.say({ ...assigned('unassign', 'transferred'), version: 8 });
      return { session: view({ sessionId, version: 8, status: 'queued' }) };
    });

    const refused = await desk.transfer('s1', { agentId: 'a2' }, 'Ben');
    socket.say({ type: 'transfer.succeeded', sessionId: 's1', to: { role: 'agent', name: 'Ben' } });

    expect(refused).toBeNull();
    expect(desk.held.current().sessions.size).toBe(0);
    expect(notices()).toEqual([
      'Ben is being asked to take Priya Raman.',
      'Ben has your chat with Priya Raman now.',
    ]);
    desk.close();
  });

  test('a transfer to somebody who cannot is refused in words about them', async () => {
    const { desk, api, notices } = await openDesk({ mine: [view()] });
    api.transfer.mockRejectedValueOnce(refusal('agent_not_available'));

    const refused = await desk.transfer('s1', { agentId: 'a2' }, 'Ben');

    expect(refused).toContain('Ben can’t take chats right now');
    expect(notices()).toEqual([]);
    expect(desk.held.current().sessions.size).toBe(1);
    desk.close();
  });

  test('taken away for silence, it is told as what it is', async () => {
    const { desk, socket, notices } = await openDesk({ mine: [view()] });

    socket.say({ ...assigned('unassign', 'agent_silent'), version: 9 });

    expect(notices()[0]).toContain('you did not answer in time');
    expect(desk.agent.getState().agent?.status).toBe('not_responding');
    desk.close();
  });

  test('on hold and back it is still one’s own', async () => {
    const { desk } = await openDesk({ mine: [view()] });
    const status = () => desk.held.current().sessions.get('s1')?.status;

    await desk.hold('s1');
    expect(status()).toBe('on_hold');
    await desk.resume('s1');

    expect(status()).toBe('active');
    desk.close();
  });
});

describe('leaving', () => {
  test('going offline with an open chat asks first', async () => {
    const { desk, api } = await openDesk({ mine: [view()] });

    await desk.setAvailability('offline');

    expect(desk.view.getState().dialog).toBe('go-offline');
    expect(api.setAvailability).not.toHaveBeenCalled();
    await desk.goOffline();
    expect(api.setAvailability).toHaveBeenCalledWith('offline');
    desk.close();
  });

  test('a wrap-up that no longer counts is still there to be submitted after a reload', async () => {
    const { desk, api } = await openDesk({ mine: [view({ status: 'wrap_up' })] });

    expect(placesTaken(desk.held.current(), desk.agent.getState().agent?.sessions ?? [])).toBe(0);
    await desk.wrapUp('s1', { disposition: 'resolved' });

    expect(api.wrapUp).toHaveBeenCalledWith('s1', { disposition: 'resolved' });
    expect(desk.held.current().sessions.size).toBe(0);
    desk.close();
  });
});

describe('reading', () => {
  const said = {
    type: 'message.created',
    sessionId: 's1',
    version: 7,
    status: 'active',
    lastSeq: 1,
    messages: [message(1)],
  };

  test('the customer hears that they were read only while their words are in sight', async () => {
    const { desk, socket } = await openDesk({ mine: [view({ lastSeq: 0 })] });
    socket.say(snapshot({ sessionId: 's1', status: 'active', version: 6 }));
    desk.select('s1');
    desk.scrolled(false);
    socket.say(said);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(socket.frames('message.read')).toEqual([]);

    desk.scrolled(true);
    await vi.advanceTimersByTimeAsync(5_000);

    expect(socket.frames('message.read')).toMatchObject([{ sessionId: 's1', seq: 1 }]);
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
        change: 'unassign',
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
