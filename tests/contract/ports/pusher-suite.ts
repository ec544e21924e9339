import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pusher } from '../../../lambdas/ports.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import { idOf } from '../../simulation/memory/world.ts';

/** A connection with its client. */
export interface PushedTo {
  connectionId: string;
  /** The next frame that comes to the client. */
  next(): Promise<unknown>;
  /** The client goes; resolves once the gateway knows. */
  leave(): Promise<void>;
}

/** A pusher, and what stands behind it. */
export interface PusherStage {
  pusher: Pusher;
  connect(): Promise<PushedTo>;
  /** From now on (or no more) the gateway takes no pushes to this connection. */
  throttle(connectionId: string, on: boolean): void;
  close(): Promise<void>;
}

const FRAME: ServerFrame = { type: 'session.superseded' };
const PONG: ServerFrame = { type: 'pong' };

/** What every Pusher promises. */
export function describePusher(name: string, make: () => Promise<PusherStage>): void {
  describe(`${name}: pushes`, () => {
    let stage: PusherStage;
    beforeEach(async () => {
      stage = await make();
    });
    afterEach(() => stage.close());

    it('bring frames to the client, in order, as they are', async () => {
      const { connectionId, next } = await stage.connect();
      const typing: ServerFrame = {
        type: 'typing.changed',
        sessionId: idOf(1),
        from: { role: 'agent', name: 'Åsa 👩‍💻' },
        on: true,
      };

      expect(await stage.pusher.push(connectionId, typing)).toBe('delivered');
      expect(await stage.pusher.push(connectionId, PONG)).toBe('delivered');

      expect(await next()).toEqual(typing);
      expect(await next()).toEqual(PONG);
    });

    it('go to their connection only', async () => {
      const [first, second] = [await stage.connect(), await stage.connect()];

      await stage.pusher.push(second.connectionId, FRAME);
      await stage.pusher.push(first.connectionId, PONG);

      expect(await first.next()).toEqual(PONG);
      expect(await second.next()).toEqual(FRAME);
    });

    it('to a client that has left are gone, now and ever after', async () => {
      const { connectionId, leave } = await stage.connect();
      await leave();
      await stage.connect();

      expect(await stage.pusher.push(connectionId, FRAME)).toBe('gone');
      expect(await stage.pusher.push(connectionId, FRAME)).toBe('gone');
    });

    it('that the gateway does not take have failed; the connection is still there', async () => {
      const { connectionId, next } = await stage.connect();
      stage.throttle(connectionId, true);
      expect(await stage.pusher.push(connectionId, FRAME)).toBe('failed');

      stage.throttle(connectionId, false);

      expect(await stage.pusher.push(connectionId, PONG)).toBe('delivered');
      expect(await next()).toEqual(PONG);
    });

    it('to a connection that was closed from here are gone', async () => {
      const { connectionId } = await stage.connect();

      await stage.pusher.disconnect(connectionId);

      expect(await stage.pusher.push(connectionId, FRAME)).toBe('gone');
    });

    it('closing a connection that is not there is fine', async () => {
      const { connectionId, leave } = await stage.connect();
      await leave();

      await expect(stage.pusher.disconnect(connectionId)).resolves.toBeUndefined();
      await expect(stage.pusher.disconnect(connectionId)).resolves.toBeUndefined();
    });
  });
}
