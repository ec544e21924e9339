import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Bundle, SERVICE_DIR, WORK_DIR } from './bundle.ts';
import { type Started, startNode } from './processes.ts';
import { STACK, synthesise } from './stack.ts';

/** A candidate that runs, perhaps not ready yet. */
export interface Running {
  /** Resolves as soon as it is known where its sockets are, and whether anybody listens or not. */
  socketUrl: Promise<string>;
  server: Started;
  /** What it needs besides, when that is a process of its own. */
  database?: Started;
  /** When its own process was started, by `performance.now()`. */
  startedAt: number;
  stop(): Promise<void>;
}

/** One way to run the function under load. */
export interface Candidate {
  name: string;
  start(): Promise<Running>;
}

const TABLE = 'bench-items';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const withTsx = (name: string, ...args: string[]) => ['--import', 'tsx', script(name), ...args];

/** The laptop cloud, then whom it is measured against; all run the same bundle. */
export function candidates(bundle: Bundle): [Candidate, ...Candidate[]] {
  return [
    laptopCloud(bundle),
    serverlessOffline('serverless-offline', []),
    serverlessOffline('serverless-offline --useInProcess', ['--useInProcess']),
  ];
}

/** This repository's own, from a small stack that is synthesised once. */
function laptopCloud({ directory }: Bundle): Candidate {
  const assembly = join(WORK_DIR, 'cdk.out');
  synthesise(directory, assembly);
  return {
    name: 'laptop cloud',
    async start() {
      const startedAt = performance.now();
      const server = startNode(withTsx('./serve-cloud.ts', assembly, STACK.name, STACK.socketUrl));
      return {
        socketUrl: server.told('ready').then(({ url }) => url),
        server,
        startedAt,
        stop: () => server.stop(),
      };
    },
  };
}

function serverlessOffline(name: string, flags: readonly string[]): Candidate {
  return {
    name,
    async start() {
      const database = startNode(withTsx('./serve-dynamodb.ts', TABLE));
      const { url: databaseUrl } = await database.told('ready');
      const [http, lambda, socket, alb] = await freePorts(4);
      const startedAt = performance.now();
      const server = startNode(
        [
          join(SERVICE_DIR, 'node_modules/serverless/bin/serverless.js'),
          'offline',
          ...['--host', '127.0.0.1', '--noSponsor', ...flags],
          ...['--httpPort', `${http}`, '--lambdaPort', `${lambda}`],
          ...['--websocketPort', `${socket}`, '--albPort', `${alb}`],
        ],
        {
          cwd: SERVICE_DIR,
          env: {
            PATH: process.env.PATH,
            // It keeps a cache at home, where nobody expects one from a benchmark.
            HOME: WORK_DIR,
            TABLE_NAME: TABLE,
            CALLBACK_URL: `http://127.0.0.1:${socket}`,
            AWS_ACCESS_KEY_ID: 'echo',
            AWS_SECRET_ACCESS_KEY: 'local',
            AWS_ENDPOINT_URL_DYNAMODB: databaseUrl,
            AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
            SLS_TELEMETRY_DISABLED: '1',
            SLS_NOTIFICATIONS_MODE: 'off',
          },
        },
      );
      return {
        socketUrl: Promise.resolve(`ws://127.0.0.1:${socket}`),
        server,
        database,
        startedAt,
        stop: async () => {
          await Promise.all([server.stop(), database.stop()]);
        },
      };
    },
  };
}

/** Ports that are free now. All are held together, so that none comes twice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
