import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { InvokeResult } from '../contracts.ts';
import type { FunctionOptions } from './options.ts';

type FromWorker =
  | { kind: 'ready' }
  | { kind: 'result'; payload: string }
  | { kind: 'error' | 'init-error' | 'fatal'; errorType: string; errorMessage: string };

type Failure = Extract<InvokeResult, { ok: false }>;

/** Lambda gives module initialisation 10 seconds before it starts over. */
const initTimeoutMs = 10_000;
/** Largest answer of a synchronous invocation, from the Lambda quotas. */
const maxResponseBytes = 6 * 1024 * 1024;

/**
 * One execution environment: a worker thread with its own `process.env` that handles one event at
 * a time. After a timeout, a crash or an init error it is dead and must be replaced.
 */
export class ExecutionEnvironment {
  readonly #options: FunctionOptions;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #ready: Promise<Failure | undefined>;
  #receive: ((message: FromWorker) => void) | undefined;
  #dead = false;

  constructor(options: FunctionOptions, entry: string, exportName: string) {
    this.#options = options;
    const { functionName, functionArn, memorySize } = options;
    this.#worker = new Worker(new URL('./boot.mjs', import.meta.url), {
      workerData: { entry, exportName, functionName, functionArn, memorySize },
      env: options.environment,
      // Loader flags of the parent (tsx, vitest) are no business of a deployed bundle.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: memorySize },
    });
    this.#worker.unref();
    this.#forward('stdout');
    this.#forward('stderr');
    this.#worker.on('message', (message: FromWorker) => {
      if (message.kind === 'fatal') this.kill();
      this.#receive?.(message);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('error', (error: NodeJS.ErrnoException) => {
        this.#dead = true;
        this.#receive?.({ kind: 'fatal', ...crash(error) });
      });
      this.#worker.on('exit', (code) => {
        this.#dead = true;
        const errorMessage = `Runtime exited with error: exit status ${code}`;
        this.#receive?.({ kind: 'fatal', errorType: 'Runtime.ExitError', errorMessage });
        resolve();
      });
    });
    this.#ready = this.#answer(initTimeoutMs).then((answer) => {
      if (answer.ok) return undefined;
      this.kill();
      return answer;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Runs one event. Never rejects; must not be called again before it has answered. */
  async invoke(event: string): Promise<InvokeResult> {
    this.#worker.ref();
    const failedInit = await this.#ready;
    if (failedInit) return failedInit;
    const timeoutMs = this.#options.timeoutSeconds * 1000;
    const requestId = randomUUID();
    const answer = this.#answer(timeoutMs);
    this.#worker.postMessage({ event, requestId, deadline: Date.now() + timeoutMs });
    const result = await answer;
    this.#worker.unref();
    return result;
  }

  /** Resolves once the module has loaded, whether well or not. */
  async warm(): Promise<void> {
    await this.#ready;
  }

  /** Stops the thread at once, even in the middle of an endless loop. */
  kill(): void {
    this.#dead = true;
    void this.#worker.terminate();
  }

  /** Resolves when the thread is gone. */
  exited(): Promise<void> {
    return this.#exited;
  }

  #answer(timeoutMs: number): Promise<InvokeResult> {
    return new Promise((resolve) => {
      const settle = (result: InvokeResult): void => {
        clearTimeout(timer);
        this.#receive = undefined;
        resolve(result);
      };
      const timer = setTimeout(() => {
        this.kill();
        const errorMessage = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
        settle({ ok: false, errorType: 'Sandbox.Timedout', errorMessage });
      }, timeoutMs);
      timer.unref();
      this.#receive = (message) => settle(resultOf(message));
    });
  }

  #forward(stream: 'stdout' | 'stderr'): void {
    const { onLog, name } = this.#options;
    createInterface({ input: this.#worker[stream] }).on('line', (line) => {
      onLog?.({ functionName: name, stream, line });
    });
  }
}

function resultOf(message: FromWorker): InvokeResult {
  if (message.kind === 'ready') return { ok: true, payload: null };
  if (message.kind !== 'result') {
    return { ok: false, errorType: message.errorType, errorMessage: message.errorMessage };
  }
  const bytes = Buffer.byteLength(message.payload);
  if (bytes <= maxResponseBytes) return { ok: true, payload: JSON.parse(message.payload) };
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${maxResponseBytes} bytes).`;
  return { ok: false, errorType: 'Function.ResponseSizeTooLarge', errorMessage };
}

function crash(error: NodeJS.ErrnoException): { errorType: string; errorMessage: string } {
  return error.code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? {
        errorType: 'Runtime.OutOfMemory',
        errorMessage: 'Runtime exited with error: signal: killed',
      }
    : { errorType: error.name, errorMessage: error.message };
}
