import type { FunctionPart } from './cfn/parts/functions.ts';
import type { Closable, Invoke, InvokeResult } from './contracts.ts';
import type { FunctionLogLine } from './lambda/options.ts';
import { type FunctionPool, functionPool } from './lambda/pool.ts';
import { runtimeVariables } from './lambda/runtime-variables.ts';
import { describeTrigger } from './trigger.ts';

/** One finished invocation. */
export interface Invocation {
  functionName: string;
  /** What caused it, e.g. `$default`, `POST /tickets`, `candidates x3`, `schedule`. */
  trigger: string;
  ms: number;
  result: InvokeResult;
}

/** All functions of the template, invoked by ARN or by short name. */
export interface Functions extends Closable {
  invoke: Invoke;
  names: string[];
  /** Starts one environment of each, so that the first events find them loaded. */
  warm(): Promise<void>;
}

/** Makes a pool per function. Throws when a handler's file is missing. */
export function createFunctions(
  parts: FunctionPart[],
  options: {
    frontDoorUrl: string;
    environments?: number;
    onInvocation?: (invocation: Invocation) => void;
    onLine?: (line: FunctionLogLine) => void;
  },
): Functions {
  const pools = new Map<string, { name: string; pool: FunctionPool }>();
  const distinct: { name: string; pool: FunctionPool }[] = [];
  for (const part of parts) {
    const { name, functionName, codeDirectory, handler, runtime, region, memorySize } = part;
    const pool = functionPool({
      name,
      functionName,
      functionArn: part.arn,
      codeDirectory,
      handler,
      timeoutSeconds: part.timeoutSeconds,
      memorySize,
      environment: runtimeVariables({
        functionName,
        memorySize,
        handler,
        runtime,
        region,
        codeDirectory,
        accessKeyId: name,
        frontDoorUrl: options.frontDoorUrl,
        declared: part.variables,
      }),
      ...(options.environments !== undefined && { environments: options.environments }),
      ...(options.onLine && { onLog: options.onLine }),
    });
    const named = { name, pool };
    distinct.push(named);
    pools.set(part.arn, named);
    pools.set(name, named);
  }

  return {
    names: parts.map(({ name }) => name),
    async invoke(functionArn, event) {
      const found = pools.get(functionArn);
      if (!found) {
        const errorMessage = `Function not found: ${functionArn}`;
        return { ok: false, errorType: 'ResourceNotFoundException', errorMessage };
      }
      const started = performance.now();
      const result = await found.pool.invoke(event);
      options.onInvocation?.({
        functionName: found.name,
        trigger: describeTrigger(event),
        ms: performance.now() - started,
        result,
      });
      return result;
    },
    async warm() {
      for (const { pool } of distinct) await pool.warm();
    },
    async close() {
      await Promise.all(distinct.map(({ pool }) => pool.close()));
    },
  };
}
