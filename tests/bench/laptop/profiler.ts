import { writeFile } from 'node:fs/promises';
import { type Profiler, Session } from 'node:inspector';
import { join } from 'node:path';

/** Microseconds between samples: a tenth of V8's default would cost more than it tells. */
const INTERVAL_US = 500;

interface WorkerReply {
  id?: number;
  result?: { profile?: Profiler.Profile };
}

/**
 * Starts V8's sampling profiler in this thread and in every worker thread. What it returns stops
 * them and resolves to the files that hold the profiles, one for each thread.
 */
export async function startProfiles(): Promise<(directory: string) => Promise<string[]>> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, parameters: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error, result) =>
        error ? reject(error) : resolve(result as T),
      );
    });

  const workers: string[] = [];
  const waiting = new Map<string, (reply: WorkerReply) => void>();
  session.on('NodeWorker.attachedToWorker', ({ params }) => workers.push(params.sessionId));
  session.on('NodeWorker.receivedMessageFromWorker', ({ params }) => {
    const reply = JSON.parse(params.message) as WorkerReply;
    waiting.get(`${params.sessionId} ${reply.id}`)?.(reply);
  });
  let messages = 0;
  const ask = (sessionId: string, method: string, params: object = {}): Promise<WorkerReply> =>
    new Promise((resolve, reject) => {
      messages += 1;
      waiting.set(`${sessionId} ${messages}`, resolve);
      const message = JSON.stringify({ id: messages, method, params });
      post('NodeWorker.sendMessageToWorker', { sessionId, message }).catch(reject);
    });

  await post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  for (const worker of workers) {
    await ask(worker, 'Profiler.enable');
    await ask(worker, 'Profiler.setSamplingInterval', { interval: INTERVAL_US });
    await ask(worker, 'Profiler.start');
  }
  await post('Profiler.enable');
  await post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await post('Profiler.start');

  return async (directory) => {
    const { profile } = await post<{ profile: Profiler.Profile }>('Profiler.stop');
    const profiles = [profile];
    for (const worker of workers) {
      const { result } = await ask(worker, 'Profiler.stop');
      if (!result?.profile) throw new Error('A worker thread gave no profile');
      profiles.push(result.profile);
    }
    session.disconnect();
    return Promise.all(
      profiles.map(async (each, index) => {
        const file = join(directory, `thread-${index}.cpuprofile`);
        await writeFile(file, JSON.stringify(each));
        return file;
      }),
    );
  };
}
