import type { Answers } from '../compare/answers.ts';
import type { Tally } from '../compare/tally.ts';
import type { EnginePair, Side } from '../engines/pair.ts';
import type { Outcome } from '../engines/wire.ts';
import { placeholders } from '../fuzz/draft.ts';

/** A command of the SDK: the same object can be sent by both clients. */
interface Command {
  constructor: { name: string };
  input: object;
}
type Sender = { send(command: never): Promise<object> };

/** How a scenario talks to both engines at once; each answers with what our engine said. */
export interface Caller {
  /** A command of client-dynamodb. */
  call(command: Command): Promise<Record<string, unknown>>;
  /** A command of lib-dynamodb, with values as JavaScript has them. */
  document(command: Command): Promise<Record<string, unknown>>;
  /** A body that the SDK's types would not let through. */
  raw(operation: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
}

/** Calls that belong together, with a name that says what they are about. */
export interface Scenario {
  name: string;
  run(caller: Caller): Promise<void>;
}

/** Runs one scenario against both engines and compares call by call. */
export async function play(
  pair: Pick<EnginePair, 'ours' | 'official'>,
  { name, run }: Scenario,
  tally: Tally,
): Promise<void> {
  let count = 0;
  const compared = (answers: Omit<Answers, 'operation'>, operation: string) => {
    count += 1;
    tally.judge(`${name}, call ${count}`, { ...answers, operation });
    return 'output' in answers.ours ? answers.ours.output : {};
  };
  const both = async (ask: (side: Side) => Promise<Outcome>) => {
    const [ours, official] = await Promise.all([ask(pair.ours), ask(pair.official)]);
    return { ours, official };
  };
  const sent = async (command: Command, client: (side: Side) => Sender) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    const given = await both((side) => outcomeOf(client(side), command));
    compared(
      {
        body: { ...command.input },
        ours: plain(given.ours) as Outcome,
        official: plain(given.official) as Outcome,
      },
      wireName(operation),
    );
    return 'output' in given.ours ? given.ours.output : {};
  };
  await run({
    call: (command) => sent(command, ({ dynamo }) => dynamo),
    document: (command) => sent(command, ({ documents }) => documents),
    raw: async (operation, body) =>
      compared({ body, ...(await both(({ wire }) => wire.call(operation, body))) }, operation),
  });
}

/** lib-dynamodb shortens the names of the operations. */
function wireName(name: string): string {
  const long: Record<string, string> = {
    Get: 'GetItem',
    Put: 'PutItem',
    Update: 'UpdateItem',
    Delete: 'DeleteItem',
    BatchGet: 'BatchGetItem',
    BatchWrite: 'BatchWriteItem',
    TransactGet: 'TransactGetItems',
    TransactWrite: 'TransactWriteItems',
  };
  return long[name] ?? name;
}

/** The alphabet's names and values for the expressions of a request. */
export function using(...expressions: string[]) {
  const { names, values } = placeholders(expressions.join(' '));
  return {
    ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values as never }),
  };
}

/** What a client makes of it, values as the client has them. */
async function outcomeOf(client: Sender, command: Command): Promise<Outcome> {
  try {
    const { $metadata: _, ...output } = (await client.send(command as never)) as Record<
      string,
      unknown
    >;
    return { output };
  } catch (error) {
    const { name, message, Item, CancellationReasons } = error as Error & Record<string, unknown>;
    if (!(error as { $fault?: string }).$fault) throw error;
    return { error: { name, message, Item, CancellationReasons } };
  }
}

/** What JSON can say of what the SDK gives back; members that are undefined are left out. */
function plain(value: unknown): unknown {
  if (value instanceof Set) return { set: [...value].map(plain).sort() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (value instanceof Date) return { date: true };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, plain(inner)]),
  );
}
