import type { Engine } from '../contracts.ts';
import type { SocketGateway } from '../gateway/socket.ts';
import type { SqsEngine } from '../sqs/engine.ts';
import { SqsError } from '../sqs/errors.ts';
import type {
  ConnectionView,
  FaultControl,
  FaultKindView,
  FaultsView,
  Overview,
  TableView,
} from './contracts.ts';
import { ConsoleError } from './errors.ts';
import type { InvocationHistory } from './history.ts';
import { messageViews, queueViews } from './queues.ts';
import { readItems } from './tables.ts';

/** The parts of the cloud that the console shows and turns. */
export interface ConsoleSources {
  history: InvocationHistory;
  sqs: Pick<SqsEngine, 'queues' | 'sendBack'>;
  tables: readonly TableView[];
  dynamodb: Engine;
  sockets: Pick<SocketGateway, 'connections' | 'drop'>;
  faults: FaultControl;
  faultKinds: Readonly<Record<string, FaultKindView>>;
}

/** A question of the page; `path` is what follows `/api`, in decoded segments. */
export interface ConsoleCall {
  method: string;
  path: readonly string[];
  query: URLSearchParams;
  body: unknown;
}

/** Answers with what becomes the JSON body. Throws ConsoleError. */
export type ConsoleApi = (call: ConsoleCall) => Promise<unknown>;

/**
 * `GET overview`, `GET functions/<name>`, `GET queues/<name>`, `POST queues/<name>/send-back`,
 * `GET tables/<name>`, `GET connections`, `DELETE connections/<id>`, `GET POST DELETE faults` and
 * `DELETE faults/<id>`.
 */
export function createConsoleApi(sources: ConsoleSources): ConsoleApi {
  const { history, sqs, tables, dynamodb, sockets, faults } = sources;

  function queueNamed(name: string) {
    const queue = sqs.queues().find(({ settings }) => settings.name === name);
    if (!queue) throw new ConsoleError(404, `There is no queue ${name}`);
    return queue;
  }

  function sendBack(name: string): { moved: number } {
    try {
      return { moved: sqs.sendBack(queueNamed(name).arn) };
    } catch (error) {
      if (error instanceof SqsError) throw new ConsoleError(400, error.message);
      throw error;
    }
  }

  const overview = (): Overview => ({
    functions: history.functions(),
    queues: queueViews(sqs.queues()),
    tables: [...tables],
    connections: sockets.connections().length,
    faultsInForce: faults.list().length,
  });

  const connections = (): ConnectionView[] =>
    sockets.connections().map(({ connectionId, authorizer, connectedAt, lastActiveAt }) => ({
      connectionId,
      who: authorizer ?? {},
      since: connectedAt,
      lastActiveAt,
    }));

  const faultsView = (): FaultsView => {
    const counts = Object.entries(faults.injected());
    return {
      kinds: sources.faultKinds,
      inForce: faults.list(),
      injected: Object.fromEntries(counts.map(([kind, count]) => [kind, count ?? 0])),
    };
  };

  function addFault(order: unknown): FaultsView {
    try {
      faults.add(order);
    } catch (error) {
      // The reason is for the person who ordered it.
      if (error instanceof Error) throw new ConsoleError(400, error.message);
      throw error;
    }
    return faultsView();
  }

  const routes: Record<string, (name: string, call: ConsoleCall) => unknown> = {
    'GET overview': overview,
    'GET functions/*': (name) => {
      const invocations = history.invocations(name);
      if (!invocations) throw new ConsoleError(404, `There is no function ${name}`);
      return invocations;
    },
    'GET queues/*': (name) => messageViews(queueNamed(name), Date.now()),
    'POST queues/*/send-back': (name) => sendBack(name),
    'GET tables/*': (table, { query }) => {
      const text = (parameter: string) => query.get(parameter) || undefined;
      const [index, partition, sortPrefix, next] = ['index', 'partition', 'sort', 'next'].map(text);
      return readItems(dynamodb, tables, {
        table,
        newestFirst: query.get('order') === 'newest',
        ...(index !== undefined && { index }),
        ...(partition !== undefined && { partition }),
        ...(sortPrefix !== undefined && { sortPrefix }),
        ...(next !== undefined && { next }),
      });
    },
    'GET connections': connections,
    'DELETE connections/*': (id) => {
      if (!sockets.drop(id)) throw new ConsoleError(404, 'This connection is closed already');
      return connections();
    },
    'GET faults': faultsView,
    'POST faults': (_name, { body }) => addFault(body),
    'DELETE faults': () => {
      faults.clear();
      return faultsView();
    },
    'DELETE faults/*': (id) => {
      if (!faults.remove(id)) throw new ConsoleError(404, 'This fault is over already');
      return faultsView();
    },
  };

  return async (call) => {
    const [what = '', name, ...rest] = call.path;
    const pattern = [what, ...(name === undefined ? [] : ['*']), ...rest].join('/');
    const route = routes[`${call.method} ${pattern}`];
    if (!route) throw new ConsoleError(404, `There is no ${call.method} ${pattern}`);
    return route(name ?? '', call);
  };
}
