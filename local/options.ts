import { parseArgs } from 'node:util';

/** What `npm start` was asked for. */
export interface StartOptions {
  /** First of seven ports in a row. */
  port: number;
  /** File for the stack outputs, written when everything is ready. */
  outputs?: string;
  /** Folder that keeps the table and the queues between starts. */
  data?: string;
  /** JSON file with deviations from the default handoff policy. */
  policy?: string;
  /** No line per invocation; warnings and errors are still shown. */
  quiet: boolean;
  /** What Lambda logs of each invocation and every line of the functions' own logs. */
  verbose: boolean;
  /** Takes up saved sources without a new start. */
  watch: boolean;
  help: boolean;
}

/** Arguments that make no sense; the message says which. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** Shown for `--help` and after a mistake. */
export const usage = `Usage: npm start -- [options]

Runs the whole of Switchboard on this machine.

  --port N        first of seven ports in a row (default 4300; 0 takes free ones)
  --outputs FILE  write the stack outputs there when everything is ready
  --data DIR      keep the table, the queues and their timers in DIR from one start to the next
  --policy FILE   deviate from the default handoff policy as this JSON file says
  --no-watch      do not rebuild and reload functions and pages when their sources are saved
  --quiet         no line per invocation, only warnings and errors
  --verbose       also START, END and REPORT of each invocation, and all lines of the functions
  --help          show this text
`;

const defaultPort = 4300;
/** Seven ports must fit below the end of the range. */
const maxPort = 65_535 - 6;

/** Reads the arguments after the program's name. Throws `UsageError`. */
export function parseStartOptions(args: string[]): StartOptions {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  const { port, outputs, data, policy, quiet = false, verbose = false, help = false } = values;
  const number = port === undefined ? defaultPort : Number(port);
  if (!Number.isInteger(number) || number < 0 || number > maxPort || port?.trim() === '') {
    throw new UsageError(`--port needs a number from 0 to ${maxPort}, not "${port}"`);
  }
  if (quiet && verbose) throw new UsageError('--quiet and --verbose contradict each other');
  return {
    port: number,
    ...(outputs !== undefined && { outputs }),
    ...(data !== undefined && { data }),
    ...(policy !== undefined && { policy }),
    quiet,
    verbose,
    watch: !values['no-watch'],
    help,
  };
}

function parse(args: string[]) {
  return parseArgs({
    args,
    options: {
      port: { type: 'string' },
      outputs: { type: 'string' },
      data: { type: 'string' },
      policy: { type: 'string' },
      quiet: { type: 'boolean' },
      verbose: { type: 'boolean' },
      'no-watch': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  }).values;
}
