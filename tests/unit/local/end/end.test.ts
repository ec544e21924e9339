import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeOnSignals } from '../../../../local/end.ts';

let self: EventEmitter & { exit: (code: number) => void; ppid: number; env: object };
let codes: number[];
let closed: string[];
let ended: Promise<void>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'performance'] });
  vi.spyOn(console, 'error').mockReturnValue();
  codes = [];
  closed = [];
  let exited = () => {};
  ended = new Promise((resolve) => {
    exited = resolve;
  });
  const exit = (code: number) => {
    codes.push(code);
    exited();
  };
  self = Object.assign(new EventEmitter(), { exit, ppid: 1, env: {}, kill: () => true });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const keep = () => closeOnSignals(self as unknown as NodeJS.Process);
const part = (name: string) => ({ close: async () => void closed.push(name) });
const stuck = { close: () => new Promise<void>(() => {}) };

describe('the end of npm start', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'closes the parts at %s, the last first',
    async (signal) => {
      const add = keep();
      add(part('cloud'));
      add(part('watch'));
      self.emit(signal);
      await ended;
      expect([closed, codes]).toEqual([['watch', 'cloud'], [0]]);
    },
  );

  it('takes the echo of a signal for the same one, and a second for impatience', () => {
    keep()(stuck);
    self.emit('SIGINT');
    vi.advanceTimersByTime(100);
    self.emit('SIGINT');
    expect(codes).toEqual([]);
    vi.advanceTimersByTime(300);
    self.emit('SIGINT');
    expect(codes).toEqual([130]);
  });

  it('does not wait for ever for a part that hangs', () => {
    keep()(stuck);
    self.emit('SIGTERM');
    vi.advanceTimersByTime(5_000);
    expect(codes).toEqual([1]);
  });

  it.each(['uncaughtException', 'unhandledRejection'])(
    'closes what is left at an %s',
    async (event) => {
      keep()(part('cloud'));
      self.emit(event, new Error('broken'));
      await ended;
      expect([closed, codes]).toEqual([['cloud'], [1]]);
      expect(console.error).toHaveBeenCalledWith(
        expect.stringContaining('crashed'),
        expect.any(Error),
      );
    },
  );

  it('goes with the npm that started it', async () => {
    self.env = { npm_lifecycle_event: 'start' };
    keep()(part('cloud'));
    self.ppid = 2;
    vi.advanceTimersByTime(500);
    await ended;
    expect([closed, codes]).toEqual([['cloud'], [0]]);
  });
});
