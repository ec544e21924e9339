/** Another process has the data directory open; the message says which directory. */
export class DataInUseError extends Error {
  override name = 'DataInUseError';

  constructor(path: string) {
    super(
      `${path} is in use by another process. Stop the Switchboard that was started with it, or choose another directory with --data.`,
    );
  }
}

/** Whether opening a store failed because its lock is held; the system releases it at a crash. */
export function isLocked(error: unknown): boolean {
  const { code, cause } = (error ?? {}) as { code?: string; cause?: unknown };
  return code === 'LEVEL_LOCKED' || (cause !== undefined && isLocked(cause));
}
