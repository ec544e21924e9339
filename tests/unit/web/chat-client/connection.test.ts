import { describe, expect, it } from 'vitest';
import {
  type ConnectionOptions,
  createConnection,
} from '../../../../web/chat-client/connection.ts';
import { ApiError } from '../../../../web/chat-client/http.ts';
import { FakeClock, fakeSockets, settled } from './fakes.ts';

function prepare(change: Partial<ConnectionOptions> = {}) {
  const clock = new FakeClock();
  const sockets = fakeSockets();
  const states: string[] = [];
  const frames: unknown[] = [];
  let tickets = 0;
  const connection = createConnection({
    socketUrl: 'ws://test/prod',
    ticket: async () => {
      tickets += 1;
      return `t${tickets}`;
    },
    WebSocket: sockets.WebSocket,
    clock,
    random: () => 1,
    onState: (state) => states.push(state),
    onFrame: (frame) => frames.push(frame),
    ...change,
  });
  const goOnline = async () => {
    connection.connect();
    await settled();
    sockets.last.open();
  };
  return { clock, sockets, states, frames, connection, goOnline };
}

describe('connection', () => {
  it('connects with a fresh ticket each time', async () => {
    const { sockets, clock, goOnline, states } = prepare();
    await goOnline();
    sockets.last.end();
    await clock.advance(500);
    sockets.last.open();
    expect(sockets.made.map(({ url }) => url)).toEqual([
      'ws://test/prod?ticket=t1',
      'ws://test/prod?ticket=t2',
    ]);
    expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online']);
  });

  it('doubles the wait between fruitless tries from 0.5 s up to 30 s', async () => {
    const { sockets, clock, goOnline } = prepare();
    await goOnline();
    const waits: number[] = [];
    for (let round = 0; round < 9; round += 1) {
      const before = sockets.made.length;
      const start = clock.now();
      sockets.last.end();
      while (sockets.made.length === before) await clock.advance(250);
      waits.push(clock.now() - start);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('spreads the retries of many clients over the whole wait', async () => {
    const { sockets, clock, goOnline } = prepare({ random: () => 0.1 });
    await goOnline();
    sockets.last.end();
    await clock.advance(50);
    expect(sockets.made).toHaveLength(2);
  });

  it('is quick again after a socket that lived for 10 s, not after one that died at once', async () => {
    const { sockets, clock, goOnline } = prepare();
    await goOnline();
    sockets.last.end();
    await clock.advance(500);
    sockets.last.open();
    sockets.last.end();
    await clock.advance(500);
    expect(sockets.made).toHaveLength(2);
    await clock.advance(500);
    sockets.last.open();
    await clock.advance(10_000);
    sockets.last.end();
    await clock.advance(500);
    expect(sockets.made).toHaveLength(4);
  });

  it('retries at once when told to', async () => {
    const { sockets, clock, connection, goOnline } = prepare();
    await goOnline();
    for (const wait of [500, 1000, 2000]) {
      sockets.last.end();
      await clock.advance(wait);
    }
    sockets.last.end();
    await settled();
    expect(sockets.made).toHaveLength(4);
    connection.retryNow();
    await settled();
    expect(sockets.made).toHaveLength(5);
  });

  it('pings every 4 minutes and gives up a socket that does not answer within 10 s', async () => {
    const { sockets, clock, states, goOnline } = prepare();
    await goOnline();
    const first = sockets.last;
    await clock.advance(240_000);
    first.say({ type: 'pong' });
    await clock.advance(240_000);
    expect(first.frames('ping')).toHaveLength(2);
    await clock.advance(9_999);
    expect(states.at(-1)).toBe('online');
    await clock.advance(1);
    expect(states.at(-1)).toBe('reconnecting');
    expect(first.listenerCount).toBe(0);
  });

  it('checks a socket that may have died while the device slept', async () => {
    const { sockets, clock, states, connection, goOnline } = prepare();
    await goOnline();
    connection.retryNow();
    expect(sockets.last.frames('ping')).toHaveLength(1);
    await clock.advance(10_000);
    expect(states.at(-1)).toBe('reconnecting');
  });

  it('takes any frame as a sign of life and passes on all but pong', async () => {
    const { sockets, clock, frames, states, connection, goOnline } = prepare();
    await goOnline();
    connection.retryNow();
    sockets.last.say({ type: 'typing.changed', on: true });
    sockets.last.say({ type: 'pong' });
    await clock.advance(20_000);
    expect(states.at(-1)).toBe('online');
    expect(frames).toEqual([{ type: 'typing.changed', on: true }]);
  });

  it.each([
    [0, 90],
    [0.999, 109.98],
  ])('renews the socket between 90 and 110 minutes (random %d)', async (random, minutes) => {
    const { sockets, clock, goOnline } = prepare({ random: () => random, pingEveryMs: 1e9 });
    await goOnline();
    await clock.advance(minutes * 60_000 - 1);
    expect(sockets.made).toHaveLength(1);
    await clock.advance(2);
    expect(sockets.made).toHaveLength(2);
    sockets.last.open();
    expect(sockets.made[0]?.readyState).toBe(3);
  });

  describe('a renewal', () => {
    const HOURS_1_5 = 90 * 60_000;
    async function renewing(change: Partial<ConnectionOptions> = {}) {
      const scene = prepare({ random: () => 0, pingEveryMs: 1e9, ...change });
      let renewals = 0;
      scene.connection.listen({
        renewed: () => {
          renewals += 1;
        },
      });
      await scene.goOnline();
      const old = scene.sockets.last;
      await scene.clock.advance(HOURS_1_5);
      return { ...scene, old, renewals: () => renewals };
    }

    it('serves on the older socket until the newer is open, and shows nothing', async () => {
      const { sockets, states, frames, connection, old, renewals } = await renewing();
      connection.send({ type: 'agent.heartbeat' });
      old.say({ type: 'message.created' });
      sockets.last.open();
      connection.send({ type: 'agent.heartbeat' });

      expect(old.frames('agent.heartbeat')).toHaveLength(1);
      expect(sockets.last.frames('agent.heartbeat')).toHaveLength(1);
      expect(frames).toEqual([{ type: 'message.created' }]);
      expect(renewals()).toBe(1);
      // `onState` is a listener that knows nothing of renewals.
      expect(states).toEqual(['connecting', 'online', 'reconnecting', 'online']);
      expect(connection.state).toBe('online');
      expect(old.listenerCount).toBe(0);
    });

    it.each(['superseded first', 'cut first'])(
      'is not a take-over by others (%s)',
      async (order) => {
        const { sockets, connection, old, renewals, clock } = await renewing();
        if (order === 'superseded first') old.say({ type: 'session.superseded' });
        old.end();
        expect(connection.state).toBe('online');
        sockets.last.open();
        await clock.advance(60_000);

        expect(connection.state).toBe('online');
        expect(renewals()).toBe(1);
        expect(sockets.made).toHaveLength(2);
      },
    );

    it('is given up when somebody else takes over before it was dialled', async () => {
      let answer: (ticket: string) => void = () => undefined;
      const first = Promise.resolve('t1');
      const tickets = [first, new Promise<string>((resolve) => (answer = resolve))];
      const { sockets, connection, old } = await renewing({
        ticket: () => tickets.shift() ?? first,
      });
      old.say({ type: 'session.superseded' });
      answer('t2');
      await settled();

      expect(connection.state).toBe('superseded');
      expect(sockets.made).toHaveLength(1);
    });

    it.each(['ended', 'hung', 'no ticket'])('is tried again a minute later (%s)', async (how) => {
      let tickets = 0;
      const { sockets, clock, connection, old, renewals } = await renewing({
        ticket: async () => {
          tickets += 1;
          if (how === 'no ticket' && tickets === 2) throw new Error('no answer');
          return 't';
        },
      });
      if (how === 'ended') sockets.last.end();
      if (how === 'hung') await clock.advance(15_000);
      const before = sockets.made.length;
      expect(connection.state).toBe('online');
      await clock.advance(60_000);
      expect(sockets.made).toHaveLength(before + 1);
      expect(old.readyState).toBe(1);
      sockets.last.open();

      expect(renewals()).toBe(1);
    });

    it('that fails after the older socket has gone is a loss like any other', async () => {
      const { sockets, clock, connection, old } = await renewing();
      old.say({ type: 'session.superseded' });
      sockets.last.end();
      expect(connection.state).toBe('reconnecting');
      await clock.advance(1);
      sockets.last.open();
      expect(connection.state).toBe('online');
    });

    it('renews the newer one in its turn, and takes its loss for a loss', async () => {
      const { sockets, clock, connection } = await renewing();
      sockets.last.open();
      await clock.advance(HOURS_1_5);
      expect(sockets.made).toHaveLength(3);
      sockets.last.open();
      sockets.last.end();
      expect(connection.state).toBe('reconnecting');
    });

    it('leaves nothing open when closed in the middle', async () => {
      const { sockets, clock, connection } = await renewing();
      connection.close();
      expect(sockets.made.map(({ readyState }) => readyState)).toEqual([3, 3]);
      expect(clock.timers).toBe(0);
    });
  });

  it.each([{ type: 'session.superseded' }, { type: 'problem', code: 'superseded' }])(
    'stays down after $type until a person wants it',
    async (frame) => {
      const { sockets, clock, states, connection, goOnline } = prepare();
      await goOnline();
      sockets.last.say(frame);
      sockets.last.end();
      connection.retryNow();
      await clock.advance(3_600_000);
      expect(states.at(-1)).toBe('superseded');
      expect(sockets.made).toHaveLength(1);
      connection.connect();
      await settled();
      expect(sockets.made).toHaveLength(2);
    },
  );

  it('fails when the ticket is refused for good, and tries again on a wish', async () => {
    let refuse = true;
    const { states, clock, connection } = prepare({
      ticket: async () => {
        if (refuse) throw new ApiError(403, { code: 'session_key_invalid', title: 'no' });
        return 't';
      },
    });
    connection.connect();
    await clock.advance(60_000);
    expect(states).toEqual(['connecting', 'failed']);
    refuse = false;
    connection.connect();
    expect(states.at(-1)).toBe('connecting');
  });

  it('goes on trying when the ticket cannot be had for the moment', async () => {
    let tries = 0;
    const { states, clock, connection, sockets } = prepare({
      ticket: async () => {
        tries += 1;
        if (tries < 3) throw new ApiError(503, { code: 'unavailable', title: 'no' });
        return 't';
      },
    });
    connection.connect();
    await clock.advance(1500);
    expect(states).toEqual(['connecting', 'reconnecting']);
    expect(sockets.made).toHaveLength(1);
  });

  it('gives up a handshake that hangs for 15 s', async () => {
    const { sockets, clock, connection } = prepare();
    connection.connect();
    await clock.advance(15_500);
    expect(sockets.made).toHaveLength(2);
  });

  it('says offline while the device has no network and returns by itself', async () => {
    const { sockets, clock, states, connection, goOnline } = prepare();
    await goOnline();
    connection.networkLost();
    expect(states.at(-1)).toBe('offline');
    expect(connection.send({ type: 'ping' })).toBe(false);
    await clock.advance(30_000);
    expect(states.at(-1)).toBe('offline');
    sockets.last.open();
    expect(states.at(-1)).toBe('online');
  });

  it("reports the gateway's own error body as a fault", async () => {
    let faults = 0;
    const { sockets, frames, connection, goOnline } = prepare();
    connection.listen({
      fault: () => {
        faults += 1;
      },
    });
    await goOnline();
    sockets.last.say({ message: 'Internal server error', connectionId: 'c', requestId: 'r' });
    expect(faults).toBe(1);
    expect(frames).toEqual([]);
  });

  it('leaves no timer and no listener when closed', async () => {
    const { sockets, clock, connection, goOnline } = prepare();
    await goOnline();
    connection.close();
    expect(clock.timers).toBe(0);
    expect(sockets.last.listenerCount).toBe(0);
    expect(sockets.last.readyState).toBe(3);
  });
});
