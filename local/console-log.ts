import { styleText } from 'node:util';
import type { CloudLogEntry } from './cloud.ts';
import type { Invocation } from './functions.ts';
import type { FunctionLogLine } from './lambda/options.ts';
import { noteworthy } from './log-line.ts';
import type { WatchEntry } from './watch/types.ts';

/** What is shown at the terminal, and how. */
export interface ConsoleLogOptions {
  /** No line for an event that went well. */
  quiet: boolean;
  /** START, END and REPORT as Lambda logs them, and every line a function writes. */
  verbose: boolean;
  colours: boolean;
  write: (line: string) => void;
}

/** Ids of finished events, kept so that a late line is not held back for an end that has been. */
const FINISHED_KEPT = 200;
const NAME_WIDTH = 10;

type Colour = 'red' | 'yellow' | 'dim' | 'cyan' | 'magenta';

/**
 * Shows what happens in the cloud: one line per event, below it what its function had to say. Lines
 * are held back until the event is over, so that those of concurrent events do not mix.
 */
export function createConsoleLog(
  options: ConsoleLogOptions,
): (entry: CloudLogEntry | WatchEntry) => void {
  const { quiet, verbose, write } = options;
  const held = new Map<string, string[]>();
  const finished: string[] = [];
  const paint = (colour: Colour, text: string): string =>
    options.colours ? styleText(colour, text, { validateStream: false }) : text;
  const named = (name: string, text: string): string => `${name.padEnd(NAME_WIDTH)} ${text}`;

  function line(entry: FunctionLogLine): void {
    const loud = noteworthy(entry.stream, entry.line);
    if (!verbose && loud === undefined) return;
    const shown = verbose ? entry.line : (loud ?? '');
    const text = loud === undefined ? shown : paint('yellow', shown);
    const { requestId } = entry;
    if (requestId === undefined || finished.includes(requestId)) {
      write(named(entry.functionName, text));
    } else {
      held.set(requestId, [...(held.get(requestId) ?? []), text]);
    }
  }

  function invocation(entry: Invocation): void {
    const { result, run } = entry;
    const lines = held.get(run?.requestId ?? '') ?? [];
    if (run) {
      held.delete(run.requestId);
      finished.push(run.requestId);
      finished.splice(0, finished.length - FINISHED_KEPT);
    }
    if (quiet && result.ok && lines.length === 0) return;
    write(invocationLine(entry));
    if (verbose && run) write(paint('dim', `  START RequestId: ${run.requestId} Version: $LATEST`));
    for (const text of lines) write(`  ${text}`);
    if (verbose && run) {
      write(paint('dim', `  END RequestId: ${run.requestId}`));
      write(paint('dim', `  ${report(run)}`));
    }
  }

  function invocationLine({ at, functionName, trigger, ms, result, calls }: Invocation): string {
    const spent = [counted(calls.length, 'call'), ...units(calls)].filter(Boolean).join(', ');
    const outcome = result.ok
      ? paint('dim', spent)
      : `${paint('red', `FAILED ${result.errorType}: ${result.errorMessage}`)}${spent && ` (${spent})`}`;
    const columns = [
      paint('dim', clock(at)),
      named(functionName, trigger.padEnd(24)),
      `${ms.toFixed(0).padStart(6)} ms`,
      ` ${outcome}`,
    ];
    return columns.join(' ').trimEnd();
  }

  return (entry) => {
    switch (entry.kind) {
      case 'invocation':
        return invocation(entry);
      case 'line':
        return line(entry);
      case 'watch':
        return write(named('watch', paint(entry.ok ? 'cyan' : 'red', entry.text)));
      case 'fault':
        return write(named('fault', paint('magenta', entry.text)));
      case 'problem':
        return write(named('cloud', paint('yellow', entry.text)));
    }
  };
}

function units(calls: Invocation['calls']): string[] {
  const sum = (key: 'readUnits' | 'writeUnits') =>
    calls.reduce((total, call) => total + call[key], 0);
  const shown = (value: number, unit: string) => (value > 0 ? `${value} ${unit}` : '');
  return [shown(sum('readUnits'), 'RCU'), shown(sum('writeUnits'), 'WCU')];
}

function counted(count: number, thing: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}

/** Time of day with milliseconds, as the machine has it. */
function clock(at: number): string {
  const time = new Date(at);
  const part = (value: number, digits: number) => String(value).padStart(digits, '0');
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()];
  return `${part(hours, 2)}:${part(minutes, 2)}:${part(seconds, 2)}.${part(time.getMilliseconds(), 3)}`;
}

/** The REPORT line of Lambda's own log; initialisation is billed since August 2025. */
function report(run: NonNullable<Invocation['run']>): string {
  const { requestId, durationMs, initMs = 0, memorySizeMb, usedMemoryMb } = run;
  const fields = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.ceil(durationMs + initMs)} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    ...(usedMemoryMb === undefined ? [] : [`Max Memory Used: ${Math.ceil(usedMemoryMb)} MB`]),
    ...(initMs > 0 ? [`Init Duration: ${initMs.toFixed(2)} ms`] : []),
  ];
  return fields.join('  ');
}
