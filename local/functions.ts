import type { FunctionPart } from './cfn/parts/functions.ts';
import type { Closable, Invoke, InvokeResult } from './contracts.ts';
import type { InvocationFaults } from './faults/invocations.ts';
import type { FinishedCall } from './front-door/call.ts';
import type { EnvironmentRun, FunctionLogLine, RunReport } from './lambda/options.ts';
import { type FunctionPool, functionPool } from './lambda/pool.ts';
import { runtimeVariables } from './lambda/runtime-variables.ts';
import { describeTrigger } from './trigger.ts';

/** One finished invocation. */
export interface Invocation {
  functionName: string;
  /** What caused it, e.g. `$default`, `POST /tickets`, `candidates x3`, `schedule`. */
  trigger: string;
  /** When the event arrived, epoch ms. */
  at: number;
  /** From the event's arrival to the answer, waiting for an environment and its start included. */
  ms: number;
  result: InvokeResult;
  /** What its environment asked of AWS meanwhile, in the order of the answers. */
  calls: FinishedCall[];
  /** Absent when the event never reached an environment that had loaded. */
  run?: RunReport & { requestId: string; memorySizeMb: number };
}

/** All functions of the template, invoked by ARN or by short name. */
export interface Functions extends Closable {
  invoke: Invoke;
  names: string[];
  /** Starts one environment of each, so that the first events find them loaded. */
  warm(): Promise<void>;
  /** To be told of every SDK call, so that it counts for the invocation that made it. */
  called(call: FinishedCall): void;
  /**
   * Replaces a function's code by that in another folder and starts loading it; events that are
   * being handled finish with the old code. Throws for an unknown name and a missing handler.
   */
  reload(name: string, codeDirectory: string): void;
}

interface NamedPool {
  name: string;
  memorySizeMb: number;
  pool: FunctionPool;
  environmentFor(codeDirectory: string): Record<string, string>;
}

/** Makes a pool per function. Throws when a handler's file is missing. */
export function createFunctions(
  parts: FunctionPart[],
  options: {
    frontDoorUrl: string;
    environments?: number;
    onInvocation?: (invocation: Invocation) => void;
    onLine?: (line: FunctionLogLine) => void;
    /** Told of each event in its environment; the answer is told when the event is over. */
    onRun?: (run: EnvironmentRun) => () => void;
    faults?: InvocationFaults;
  },
): Functions {
  const pools = new Map<string, NamedPool>();
  const distinct: NamedPool[] = [];
  const callsOf = new Map<string, FinishedCall[]>();
  for (const part of parts) {
    const { name, functionName, codeDirectory, handler, runtime, region, memorySize } = part;
    const environmentFor = (directory: string) =>
      runtimeVariables({
        functionName,
        memorySize,
        handler,
        runtime,
        region,
        codeDirectory: directory,
        accessKeyId: name,
        frontDoorUrl: options.frontDoorUrl,
        declared: part.variables,
      });
    const pool = functionPool({
      name,
      functionName,
      functionArn: part.arn,
      codeDirectory,
      handler,
      timeoutSeconds: part.timeoutSeconds,
      memorySize,
      environment: environmentFor(codeDirectory),
      ...(options.environments !== undefined && { environments: options.environments }),
      ...(options.onLine && { onLog: options.onLine }),
    });
    const named = { name, memorySizeMb: memorySize, pool, environmentFor };
    distinct.push(named);
    pools.set(part.arn, named);
    pools.set(name, named);
  }

  async function runOnce(found: NamedPool, event: unknown): Promise<InvokeResult> {
    const started = performance.now();
    const at = Date.now();
    const calls: FinishedCall[] = [];
    let run: Invocation['run'];
    const result = await found.pool.invoke(event, (running) => {
      const over = options.onRun?.(running);
      callsOf.set(running.session, calls);
      return (report) => {
        callsOf.delete(running.session);
        run = { ...report, requestId: running.requestId, memorySizeMb: found.memorySizeMb };
        over?.();
      };
    });
    options.onInvocation?.({
      functionName: found.name,
      trigger: describeTrigger(event),
      at,
      ms: performance.now() - started,
      result,
      calls,
      ...(run && { run }),
    });
    return result;
  }

  return {
    names: parts.map(({ name }) => name),
    async invoke(functionArn, event) {
      const found = pools.get(functionArn);
      if (!found) {
        const errorMessage = `Function not found: ${functionArn}`;
        return { ok: false, errorType: 'ResourceNotFoundException', errorMessage };
      }
      const run = () => runOnce(found, event);
      return options.faults ? options.faults.around(found.name, event, run) : run();
    },
    async warm() {
      for (const { pool } of distinct) await pool.warm();
    },
    called(call) {
      if (call.session !== undefined) callsOf.get(call.session)?.push(call);
    },
    reload(name, codeDirectory) {
      const found = pools.get(name);
      if (!found) throw new Error(`There is no function ${name}`);
      found.pool.reload({ codeDirectory, environment: found.environmentFor(codeDirectory) });
      // Whoever comes next must not wait for the code to load.
      void found.pool.warm();
    },
    async close() {
      await Promise.all(distinct.map(({ pool }) => pool.close()));
    },
  };
}
