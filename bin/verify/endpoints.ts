import { readFile } from 'node:fs/promises';

/** Where a deployment can be reached, from its stack outputs. */
export interface Endpoints {
  socketUrl: string;
  apiUrl: string;
  issuer: string;
  clientId: string;
  widgetUrl: string;
  dashboardUrl: string;
}

const NAMES = {
  socketUrl: ['SwitchboardBackend', 'SocketUrl'],
  apiUrl: ['SwitchboardBackend', 'ApiUrl'],
  issuer: ['SwitchboardBackend', 'Issuer'],
  clientId: ['SwitchboardBackend', 'ClientId'],
  widgetUrl: ['SwitchboardWeb', 'WidgetUrl'],
  dashboardUrl: ['SwitchboardWeb', 'DashboardUrl'],
} as const satisfies Record<keyof Endpoints, readonly [string, string]>;

/**
 * Reads a file as `cdk deploy --outputs-file` writes it.
 *
 * @throws Error naming the file or the output that is missing.
 */
export async function readEndpoints(file: string): Promise<Endpoints> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`The outputs file ${file} cannot be read.`, { cause });
  });
  return endpointsOf(JSON.parse(text), file);
}

/** The endpoints in stack outputs; a stage's stacks have its name behind theirs. */
export function endpointsOf(
  outputs: Record<string, Record<string, unknown>>,
  file: string,
): Endpoints {
  const stackOf = (name: string) => {
    const found = Object.keys(outputs).filter((key) => key === name || key.startsWith(`${name}-`));
    if (found.length > 1) throw new Error(`${file} has several stages: ${found.join(', ')}.`);
    return outputs[found[0] ?? ''] ?? {};
  };
  const entries = Object.entries(NAMES).map(([name, [stack, output]]) => {
    const value = stackOf(stack)[output];
    if (typeof value !== 'string') throw new Error(`${file} has no ${stack}.${output}.`);
    return [name, value];
  });
  return Object.fromEntries(entries) as Endpoints;
}
