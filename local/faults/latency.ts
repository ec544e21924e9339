/** Waits for `ms`, or until `signal` says that nobody waits for the answer any more. */
export async function latency(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await new Promise<void>((resolve) => {
    const over = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', over);
      resolve();
    };
    const timer = setTimeout(over, ms);
    // A fault must not keep a process alive whose servers are closed.
    timer.unref();
    signal?.addEventListener('abort', over);
  });
}
