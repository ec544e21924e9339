import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Closable, InvokeResult } from '../contracts.ts';
import { ExecutionEnvironment } from './environment.ts';
import type { FunctionOptions, ObserveRun } from './options.ts';

/** A running function: its execution environments and the events waiting for one. */
export interface FunctionPool extends Closable {
  /** Runs one event in a free environment, in order of arrival. Never rejects. */
  invoke(event: unknown, observe?: ObserveRun): Promise<InvokeResult>;
  /** Starts one environment ahead of the first event. */
  warm(): Promise<void>;
  /**
   * New code, in its folder or another: idle environments end now, busy ones after their event.
   * Throws, and keeps the old code, when the handler's file is not there.
   */
  reload(code?: Pick<FunctionOptions, 'codeDirectory' | 'environment'>): void;
}

/** Each costs some 20 MB; with more than one, races between environments show. */
export const defaultEnvironments = 3;

/**
 * Makes the pool; threads start with the first event. Throws when the handler's file is not in
 * the code folder, as a deployment would fail at its first event.
 */
export function functionPool(options: FunctionOptions): FunctionPool {
  let deployed = options;
  let module = handlerModule(options);
  const limit = options.environments ?? defaultEnvironments;
  const environments = new Set<ExecutionEnvironment>();
  const idle: ExecutionEnvironment[] = [];
  const waiting: ((environment: ExecutionEnvironment | undefined) => void)[] = [];
  const exits = new Set<Promise<void>>();
  let retired = new WeakSet<ExecutionEnvironment>();
  let closed = false;

  const start = (): ExecutionEnvironment => {
    const environment = new ExecutionEnvironment(deployed, module.entry, module.exportName);
    environments.add(environment);
    const exit = environment.exited().then(() => {
      environments.delete(environment);
      exits.delete(exit);
    });
    exits.add(exit);
    return environment;
  };

  const discard = (environment: ExecutionEnvironment): void => {
    environment.kill();
    environments.delete(environment);
  };

  const acquire = (): ExecutionEnvironment | Promise<ExecutionEnvironment | undefined> => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) {
      if (!warm.dead) return warm;
      environments.delete(warm);
    }
    if (environments.size < limit) return start();
    return new Promise((resolve) => waiting.push(resolve));
  };

  const release = (environment: ExecutionEnvironment): void => {
    const usable = !environment.dead && !retired.has(environment) && !closed;
    if (!usable) discard(environment);
    const next = waiting.shift();
    if (next) next(usable ? environment : start());
    else if (usable) idle.push(environment);
  };

  return {
    async invoke(event, observe) {
      const environment = closed ? undefined : await acquire();
      if (!environment) return closedResult(options.name);
      const result = await environment.invoke(JSON.stringify(event ?? null), observe);
      release(environment);
      return result;
    },
    async warm() {
      if (closed || environments.size > 0) return;
      const environment = start();
      // An event that comes meanwhile waits for this one rather than load the code a second time.
      release(environment);
      await environment.warm();
    },
    reload(code) {
      const next = { ...deployed, ...code };
      module = handlerModule(next);
      deployed = next;
      for (const environment of idle.splice(0)) discard(environment);
      retired = new WeakSet(environments);
    },
    async close() {
      closed = true;
      for (const next of waiting.splice(0)) next(undefined);
      for (const environment of environments) environment.kill();
      await Promise.all(exits);
    },
  };
}

function closedResult(name: string): InvokeResult {
  return { ok: false, errorType: 'Runtime.Closed', errorMessage: `${name} is closed` };
}

function handlerModule(options: FunctionOptions): { entry: string; exportName: string } {
  const { handler, codeDirectory, name } = options;
  const dot = handler.lastIndexOf('.');
  const module = handler.slice(0, dot);
  const exportName = handler.slice(dot + 1);
  const found = ['.mjs', '.js', '.cjs']
    .map((extension) => resolve(codeDirectory, module + extension))
    .find((path) => existsSync(path));
  if (!found) throw new Error(`${name}: no module for handler ${handler} in ${codeDirectory}`);
  return { entry: pathToFileURL(found).href, exportName };
}
