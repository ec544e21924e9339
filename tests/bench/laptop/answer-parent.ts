/** What a server that the benchmark has started tells it. */
export type FromServer =
  | { kind: 'ready'; url: string }
  | { kind: 'profiling' }
  | { kind: 'profiled'; files: string[] }
  | { kind: 'failed'; problem: string };

/** What the benchmark asks of a server that it has started. */
export type ToServer = { kind: 'profile' } | { kind: 'stop profile'; directory: string };

type StartProfiles = () => Promise<(directory: string) => Promise<string[]>>;

/** Tells the parent process where this server is, and serves it until it is gone. */
export function answerParent(url: string, startProfiles?: StartProfiles): void {
  const tell = (message: FromServer) => process.send?.(message);
  let stopProfiles: Awaited<ReturnType<StartProfiles>> | undefined;

  async function serve(message: ToServer): Promise<FromServer> {
    if (message.kind === 'profile') {
      stopProfiles = await startProfiles?.();
      return { kind: 'profiling' };
    }
    return { kind: 'profiled', files: (await stopProfiles?.(message.directory)) ?? [] };
  }

  process.on('message', (message: ToServer) => {
    serve(message).then(tell, (error: unknown) => tell({ kind: 'failed', problem: String(error) }));
  });
  // A benchmark that was killed must not leave its servers behind.
  process.on('disconnect', () => process.exit());
  tell({ kind: 'ready', url });
}
