import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import type { InvokeResult } from '../contracts.ts';
import type { FunctionOptions, ObserveRun } from './options.ts';

type Answer =
  | { kind: 'ready' }
  | { kind: 'result'; payload: string; usedMemory?: number }
  | {
      kind: 'error' | 'init-error' | 'fatal';
      errorType: string;
      errorMessage: string;
      usedMemory?: number;
    };

type Stream = 'stdout' | 'stderr';

type FromWorker = Answer | { kind: 'output'; stream: Stream; text: string };

/** The thread's port is open to the function and its libraries, too: theirs are none of ours. */
const KINDS = new Set<unknown>([
  'output',
  'ready',
  'result',
  'error',
  'init-error',
  'fatal',
] satisfies FromWorker['kind'][]);

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
  /** The session token of its SDK calls. */
  readonly session = randomUUID();
  readonly #options: FunctionOptions;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #ready: Promise<Failure | undefined>;
  readonly #unfinished: Record<Stream, string> = { stdout: '', stderr: '' };
  #receive: ((message: Answer) => void) | undefined;
  #requestId: string | undefined;
  #initMs: number | undefined;
  #usedMemory: number | undefined;
  #dead = false;

  constructor(options: FunctionOptions, entry: string, exportName: string) {
    this.#options = options;
    const { functionName, functionArn, memorySize, environment } = options;
    const hasSession = environment.AWS_SESSION_TOKEN !== undefined;
    const startedAt = performance.now();
    this.#worker = new Worker(new URL('./boot.mjs', import.meta.url), {
      workerData: { entry, exportName, functionName, functionArn, memorySize },
      env: hasSession ? { ...environment, AWS_SESSION_TOKEN: this.session } : environment,
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
      if (!KINDS.has(message?.kind)) return;
      if (message.kind === 'output') return this.#write(message.stream, message.text);
      if (message.kind === 'fatal') this.kill();
      if ('usedMemory' in message) this.#usedMemory = message.usedMemory;
      this.#receive?.(message);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on('error', (error: NodeJS.ErrnoException) => {
        this.#dead = true;
        this.#receive?.({ kind: 'fatal', ...crash(error) });
      });
      this.#worker.on('exit', (code) => {
        this.#dead = true;
        const errorMessage =
          code === 0
            ? 'Runtime exited without providing a reason'
            : `Runtime exited with error: exit status ${code}`;
        this.#receive?.({ kind: 'fatal', errorType: 'Runtime.ExitError', errorMessage });
        resolve();
      });
    });
    this.#ready = this.#answer(initTimeoutMs).then((answer) => {
      this.#initMs = performance.now() - startedAt;
      if (answer.ok) return undefined;
      this.kill();
      return answer;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Runs one event. Never rejects; must not be called again before it has answered. */
  async invoke(event: string, observe?: ObserveRun): Promise<InvokeResult> {
    this.#worker.ref();
    const failedInit = await this.#ready;
    if (failedInit) return failedInit;
    const timeoutMs = this.#options.timeoutSeconds * 1000;
    const requestId = randomUUID();
    const answer = this.#answer(timeoutMs);
    const startedAt = performance.now();
    this.#requestId = requestId;
    this.#usedMemory = undefined;
    this.#worker.postMessage({ event, requestId, deadline: Date.now() + timeoutMs });
    const { session } = this;
    const { name: functionName } = this.#options;
    const over = observe?.({ session, functionName, requestId, kill: () => this.kill() });
    const result = await answer;
    this.#finishLines();
    over?.({
      durationMs: performance.now() - startedAt,
      ...(this.#initMs !== undefined && { initMs: this.#initMs }),
      ...(this.#usedMemory !== undefined && { usedMemoryMb: this.#usedMemory / 1024 / 1024 }),
    });
    this.#initMs = undefined;
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

  /** What the runtime itself writes, such as the report of a crash. */
  #forward(stream: Stream): void {
    createInterface({ input: this.#worker[stream] }).on('line', (line) => this.#log(stream, line));
  }

  #write(stream: Stream, text: string): void {
    const lines = (this.#unfinished[stream] + text).split('\n');
    this.#unfinished[stream] = lines.pop() ?? '';
    for (const line of lines) this.#log(stream, line);
  }

  #finishLines(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#unfinished[stream]) this.#write(stream, '\n');
    }
  }

  #log(stream: Stream, line: string): void {
    const { onLog, name: functionName } = this.#options;
    const requestId = this.#requestId;
    onLog?.({ functionName, stream, line, ...(requestId !== undefined && { requestId }) });
  }
}

function resultOf(message: Answer): InvokeResult {
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
