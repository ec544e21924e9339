import type { PolicyOverrides } from '../protocol/parse-policy.ts';
import { prepareAssembly } from './assembly-source.ts';
import { loadAssembly } from './cfn/assembly.ts';
import { type Deployment, deploy } from './cfn/deployment.ts';
import { TemplateError } from './cfn/errors.ts';
import { functionParts } from './cfn/parts/functions.ts';
import { httpApiPart } from './cfn/parts/http-api.ts';
import { identityPart } from './cfn/parts/identity.ts';
import { eventSourceParts, queueParts } from './cfn/parts/queues.ts';
import { scheduleParts } from './cfn/parts/schedules.ts';
import { socketApiPart } from './cfn/parts/socket-api.ts';
import { tableParts } from './cfn/parts/tables.ts';
import { websiteParts } from './cfn/parts/websites.ts';
import type { Closable, ConnectionManagement, Invoke, InvokeResult } from './contracts.ts';
import { createDynamoEngine } from './dynamodb/engine.ts';
import type { BeforeCall, FinishedCall } from './front-door/call.ts';
import { type FrontDoor, startFrontDoor } from './front-door/server.ts';
import { createFunctions, type Invocation } from './functions.ts';
import { startHttpGateway } from './gateway/http.ts';
import { type SocketGateway, startSocketGateway } from './gateway/socket.ts';
import type { FunctionLogLine } from './lambda/options.ts';
import { defaultEnvironments } from './lambda/pool.ts';
import { type LocalUrls, localizer } from './local-urls.ts';
import { startIssuer } from './oidc/issuer.ts';
import type { Persona } from './oidc/personas.ts';
import { choosePorts, type PortName } from './ports.ts';
import { startSchedules } from './schedule.ts';
import { startSite } from './sites/server.ts';
import { createSqsEngine } from './sqs/engine.ts';
import { startEventSource } from './sqs/event-source.ts';

/** What there is to tell while the cloud runs. */
export type CloudLogEntry =
  | ({ kind: 'invocation' } & Invocation)
  | ({ kind: 'line' } & FunctionLogLine)
  | { kind: 'problem'; text: string };

/** How to start a laptop cloud. */
export interface CloudOptions {
  /** A synthesised cloud assembly (`cdk.out`); without, that of the sources as they are. */
  assemblyDir?: string;
  /**
   * Where the handoff deviates from its defaults, as a deployment's context `policy`. A given
   * assembly has its policy already, so it is one or the other.
   */
  policy?: PolicyOverrides;
  /** First of six ports in a row; 0 takes any that are free. */
  basePort: number;
  /** Folder that keeps the table from one start to the next; in memory without. */
  dataDir?: string;
  /** Who can sign in. */
  personas?: readonly Persona[];
  /** Events that one function handles at the same time; see `FunctionOptions`. */
  environments?: number;
  /** Decides about every SDK call before its engine does: the place for faults. */
  before?: BeforeCall;
  onCall?: (call: FinishedCall) => void;
  onLog?: (entry: CloudLogEntry) => void;
}

/** A running laptop cloud. Closing it leaves no port, timer or thread. */
export interface Cloud extends Closable {
  urls: LocalUrls;
  /** As `cdk deploy --outputs-file` writes them, with local URLs. */
  outputs: Record<string, Record<string, string>>;
  /** Kinds of resource in the templates for which nothing runs here. */
  notEmulated: string[];
  /** Names of the functions, as in logs and tallies. */
  functions: string[];
  /** Runs a function by ARN or short name. */
  invoke: Invoke;
  /** Loads one environment of each function ahead of the first event. */
  warm(): Promise<void>;
  /** What the functions asked of AWS since the start or the last reset. */
  calls: FrontDoor['calls'];
  resetCalls: FrontDoor['resetCalls'];
  /** The open sockets, and a way to cut one as a lost network does. */
  sockets: Pick<SocketGateway, 'connections' | 'drop'>;
  /** Fires one scheduled rule by logical id, or all of them, now. */
  fireSchedule(logicalId?: string): Promise<InvokeResult[]>;
}

const sweepIntervalMs = 60_000;

/**
 * Starts everything the assembly's templates describe. Rejects with `TemplateError` for what
 * cannot run locally, `ConfigError` for a wrong policy and `PortTakenError` for a port in use, and
 * leaves nothing running then.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const started: Closable[] = [];
  let closing = false;
  const closeAll = async (): Promise<void> => {
    closing = true;
    const failures: unknown[] = [];
    for (const part of started.splice(0).reverse()) {
      await part.close().catch((error: unknown) => failures.push(error));
    }
    if (failures.length) throw new AggregateError(failures, 'Not everything could be closed');
  };
  // What is cut short by the closing itself is no news.
  const onLog = (entry: CloudLogEntry): void => {
    if (!closing) options.onLog?.(entry);
  };
  try {
    return await start({ ...options, onLog }, started, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function start(
  options: CloudOptions & Required<Pick<CloudOptions, 'onLog'>>,
  started: Closable[],
  close: () => Promise<void>,
): Promise<Cloud> {
  const { onLog } = options;
  const log = (text: string): void => onLog({ kind: 'problem', text });
  const keep = <T extends Closable>(part: T): T => {
    started.push(part);
    return part;
  };

  const deployed = deploy(loadAssembly(await assemblyOf(options)));
  const ports = await choosePorts(options.basePort);
  const urls = localUrls(ports);
  const sites = sitePorts(deployed);
  const localize = localizer(deployed.resources, urls, (domain) => {
    const site = sites.get(domain);
    return site && urls[site];
  });
  const deployment: Deployment = {
    ...deployed,
    resources: deployed.resources.map((resource) => ({
      ...resource,
      properties: localize(resource.properties),
    })),
  };
  const { accountId, region, ...socketApi } = socketApiPart(deployment);

  const dynamodb = keep(
    createDynamoEngine({ accountId, region, ...(options.dataDir && { path: options.dataDir }) }),
  );
  for (const { input, ttlAttribute } of tableParts(deployment)) {
    await dynamodb.createTable(input, ttlAttribute);
  }
  const sqs = keep(createSqsEngine({ accountId, region, baseUrl: () => urls.frontDoor }));
  for (const { arn: _arn, ...queue } of queueParts(deployment)) sqs.createQueue(queue);

  let connections: ConnectionManagement | undefined;
  const socketPath = `${socketApi.apiId}/${socketApi.stage}`;
  const frontDoor = keep(
    await startFrontDoor({
      port: ports.frontDoor,
      dynamodb,
      sqs,
      connections: (path) => (path.replace(/^\/+/, '') === socketPath ? connections : undefined),
      ...(options.before && { before: options.before }),
      ...(options.onCall && { onCall: options.onCall }),
      onDefect: (error) => log(`front door: ${String(error)}`),
    }),
  );

  const functions = createFunctions(functionParts(deployment), {
    frontDoorUrl: urls.frontDoor,
    ...(options.environments !== undefined && { environments: options.environments }),
    onInvocation: (invocation) => onLog({ kind: 'invocation', ...invocation }),
    onLine: (line) => onLog({ kind: 'line', ...line }),
  });
  keep(functions);
  const { invoke } = functions;

  const identity = identityPart(deployment);
  const issuer = keep(
    await startIssuer({
      port: ports.issuer,
      clientId: identity.clientId,
      redirectUris: identity.redirectUris,
      logoutUris: identity.logoutUris,
      ...(options.personas && { personas: options.personas }),
    }),
  );
  const socket = keep(
    await startSocketGateway({ ...socketApi, accountId, region, port: ports.socket, invoke, log }),
  );
  connections = socket;
  const { jwt, ...httpApi } = httpApiPart(deployment);
  keep(
    await startHttpGateway({
      ...httpApi,
      port: ports.httpApi,
      invoke,
      log,
      ...(jwt && { jwt: { ...jwt, jwksUri: issuer.jwksUri } }),
    }),
  );
  for (const site of websiteParts(deployment, localize)) {
    const name = sites.get(site.domainName);
    if (name) keep(await startSite(site, ports[name]));
  }

  const eventSources = eventSourceParts(deployment).map(({ functionArn, ...source }) =>
    startEventSource({
      ...source,
      // More batches than environments would only wait, their messages' visibility running out.
      maxConcurrency: Math.min(
        source.maxConcurrency ?? Number.POSITIVE_INFINITY,
        options.environments ?? defaultEnvironments,
      ),
      engine: sqs,
      invoke: (event) => invoke(functionArn, event),
      onError: ({ reason }) => log(`${source.queueArn.split(':').at(-1)}: ${reason}`),
    }),
  );
  // A batch in progress would hold up the end for as long as its function may run.
  keep({
    close: async () => {
      await Promise.all([functions.close(), ...eventSources.map((source) => source.close())]);
    },
  });
  const schedules = keep(startSchedules(scheduleParts(deployment), invoke));
  const sweeper = setInterval(() => {
    dynamodb.sweepExpired(Date.now()).catch((error: unknown) => log(`TTL sweep: ${String(error)}`));
  }, sweepIntervalMs).unref();
  keep({ close: async () => clearInterval(sweeper) });

  return {
    urls,
    outputs: localize(deployed.outputs),
    notEmulated: deployed.notEmulated,
    functions: functions.names,
    invoke,
    warm: () => functions.warm(),
    calls: () => frontDoor.calls(),
    resetCalls: () => frontDoor.resetCalls(),
    sockets: socket,
    fireSchedule: (logicalId) => schedules.fire(logicalId),
    close,
  };
}

async function assemblyOf({ assemblyDir, policy }: CloudOptions): Promise<string> {
  if (assemblyDir === undefined) return prepareAssembly(() => {}, policy);
  if (policy) throw new TypeError('A given assembly has its policy: pass one or the other');
  return assemblyDir;
}

/** People open `localhost`; functions reach the front door by address, with no name to look up. */
function localUrls(ports: Record<PortName, number>): LocalUrls {
  return {
    widget: `http://localhost:${ports.widget}`,
    dashboard: `http://localhost:${ports.dashboard}`,
    httpApi: `http://localhost:${ports.httpApi}`,
    socket: `ws://localhost:${ports.socket}`,
    issuer: `http://localhost:${ports.issuer}`,
    frontDoor: `http://127.0.0.1:${ports.frontDoor}`,
  };
}

/** Which distribution is which site: the outputs `WidgetUrl` and `DashboardUrl` say so. */
function sitePorts({ resources, outputs }: Deployment): Map<string, 'widget' | 'dashboard'> {
  const values = Object.values(outputs);
  const sites = new Map<string, 'widget' | 'dashboard'>();
  for (const resource of resources) {
    if (resource.type !== 'AWS::CloudFront::Distribution') continue;
    const domain = resource.attributes.DomainName ?? '';
    const names = (key: string): boolean => values.some((output) => output[key]?.includes(domain));
    if (names('WidgetUrl')) sites.set(domain, 'widget');
    else if (names('DashboardUrl')) sites.set(domain, 'dashboard');
    else {
      const problem = 'neither output WidgetUrl nor DashboardUrl names it, so it has no port';
      throw new TemplateError(resource, problem);
    }
  }
  return sites;
}
