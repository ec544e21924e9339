import type { Closable } from './contracts.ts';
import { watchStarter } from './starter.ts';

/** Closing takes some 100 ms; a part that hangs must not keep the ports for longer than this. */
const CLOSE_TIMEOUT_MS = 5_000;
/** The terminal and npm may each pass on one Ctrl+C; a person is slower than that. */
const REPEAT_MS = 300;
/** How often to look whether npm is still there. */
const LOOK_MS = 500;

/**
 * Ends the process with everything it was given to keep: on SIGINT, SIGTERM and SIGHUP, when the
 * npm that started it is gone, and when a part of it crashes. A second signal ends it at once. Call
 * before starting anything, and hand over each part as soon as it runs.
 */
export function closeOnSignals(self: NodeJS.Process): (part: Closable) => void {
  const parts: Closable[] = [];
  let endingSince: number | undefined;

  async function closeParts(): Promise<void> {
    for (const part of parts.splice(0).reverse()) await part.close();
  }

  async function end(code: number): Promise<void> {
    endingSince = performance.now();
    const late = setTimeout(() => {
      console.error('Some part does not end; leaving without it.');
      self.exit(1);
    }, CLOSE_TIMEOUT_MS);
    late.unref();
    try {
      await closeParts();
      self.exit(code);
    } catch (error) {
      console.error(error);
      self.exit(1);
    }
  }

  function onSignal(number: number): void {
    if (endingSince === undefined) void end(0);
    // Whoever asks twice does not want to wait.
    else if (performance.now() - endingSince > REPEAT_MS) self.exit(128 + number);
  }

  function onCrash(error: unknown): void {
    console.error('A part of the laptop cloud has crashed:', error);
    if (endingSince === undefined) void end(1);
  }

  self.on('SIGHUP', () => onSignal(1));
  self.on('SIGINT', () => onSignal(2));
  self.on('SIGTERM', () => onSignal(15));
  self.on('uncaughtException', onCrash);
  self.on('unhandledRejection', onCrash);
  const starterIsGone = watchStarter(self);
  setInterval(() => {
    if (starterIsGone() && endingSince === undefined) void end(0);
  }, LOOK_MS).unref();
  return (part) => parts.push(part);
}
