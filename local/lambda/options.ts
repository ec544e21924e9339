/** A line a function wrote, as it wrote it. */
export interface FunctionLogLine {
  functionName: string;
  stream: 'stdout' | 'stderr';
  line: string;
  /** The event it was written for; absent while the module loads. */
  requestId?: string;
}

/** One event in its environment, while it is handled. */
export interface EnvironmentRun {
  /** The environment's session token, by which its SDK calls are known. */
  session: string;
  /** Short name for logs and tallies. */
  functionName: string;
  requestId: string;
  /** Ends the environment at once; the event fails as when a runtime dies. */
  kill(): void;
}

/** What an event took, as Lambda's REPORT line tells it. */
export interface RunReport {
  /** From handing over the event to its answer. */
  durationMs: number;
  /** Loading the module, for the first event of an environment. */
  initMs?: number;
  /** Heap of the thread after the event; absent when it died. */
  usedMemoryMb?: number;
}

/** Told when an event reaches its environment; what it answers is told when the event is over. */
export type ObserveRun = (run: EnvironmentRun) => (report: RunReport) => void;

/** One function of the template, ready to run. */
export interface FunctionOptions {
  /** Short name for logs and tallies. */
  name: string;
  /** Physical name, as in `AWS_LAMBDA_FUNCTION_NAME`. */
  functionName: string;
  functionArn: string;
  /** Folder with the deployed code. */
  codeDirectory: string;
  /** `file.export` or `folder/file.export`, as in the template. */
  handler: string;
  /**
   * Complete `process.env` of its environments; nothing of the parent's leaks in. A session token
   * is replaced by one of the environment's own, as a role has many sessions.
   */
  environment: Record<string, string>;
  timeoutSeconds: number;
  memorySize: number;
  /** How many events run at the same time at most; more wait. Default 3. */
  environments?: number;
  onLog?: (line: FunctionLogLine) => void;
}
