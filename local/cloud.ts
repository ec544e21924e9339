import type { PolicyOverrides } from '../protocol/parse-policy.ts';
import { prepareAssembly } from './assembly-source.ts';
import { functionParts } from './cfn/parts/functions.ts';
import { iamPart } from './cfn/parts/iam.ts';
import { eventSourceParts } from './cfn/parts/queues.ts';
import { socketApiPart } from './cfn/parts/socket-api.ts';
import { partitionKeys } from './cfn/parts/tables.ts';
import { createHistory } from './console/history.ts';
import { startConsole } from './console/server.ts';
import { tableView } from './console/tables.ts';
import type { Closable, ConnectionManagement, Invoke, InvokeResult } from './contracts.ts';
import { createFaultControl } from './faults/control.ts';
import { createFaults, describeInjected, type FaultDesk } from './faults/faults.ts';
import { FAULT_KINDS } from './faults/kinds.ts';
import type { FaultOrder } from './faults/order.ts';
import { createFaultParts } from './faults/parts.ts';
import type { BeforeCall, FinishedCall } from './front-door/call.ts';
import { type FrontDoor, startFrontDoor } from './front-door/server.ts';
import { createFunctions, type Invocation } from './functions.ts';
import type { SocketGateway } from './gateway/socket.ts';
import { type Access, createAccess } from './iam/access.ts';
import { ADMIN, type Credentials } from './iam/credentials.ts';
import type { FunctionLogLine } from './lambda/options.ts';
import type { CloudLimits } from './limits.ts';
import type { LocalUrls } from './local-urls.ts';
import type { Persona } from './oidc/personas.ts';
import { startGateways } from './start/gateways.ts';
import { deployLocally } from './start/local-deployment.ts';
import { startSites } from './start/sites.ts';
import { startSources } from './start/sources.ts';
import { startStores } from './start/stores.ts';

/** What there is to tell while the cloud runs. */
export type CloudLogEntry =
  | ({ kind: 'invocation' } & Invocation)
  | ({ kind: 'line' } & FunctionLogLine)
  | { kind: 'fault'; text: string }
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
  /** First of seven ports in a row; 0 takes any that are free. */
  basePort: number;
  /** Folder that keeps tables and queues from one start to the next; in memory without. */
  dataDir?: string;
  /** Serves a page that shows the inside of the cloud and orders faults. */
  console?: boolean;
  /** Makes pages of the sites reload when a new build is published. */
  liveReload?: boolean;
  /** Who can sign in. */
  personas?: readonly Persona[];
  /** Events that one function handles at the same time; see `FunctionOptions`. */
  environments?: number;
  /** Where the service limits are stricter or quicker than AWS's. */
  limits?: CloudLimits;
  /** What goes wrong from the start, and the seed of its chance; more can be ordered later. */
  faults?: { seed?: number; orders?: readonly FaultOrder[] };
  /** Decides about every SDK call before its engine does. */
  before?: BeforeCall;
  onCall?: (call: FinishedCall) => void;
  /** Told of every call and invocation that the templates' policies allowed or refused. */
  onAccess?: (access: Access) => void;
  onLog?: (entry: CloudLogEntry) => void;
}

/** A running laptop cloud. Closing it leaves no port, timer or thread. */
export interface Cloud extends Closable {
  urls: LocalUrls;
  /** Where the console is served, if it was asked for. */
  consoleUrl?: string;
  /** As `cdk deploy --outputs-file` writes them, with local URLs. */
  outputs: Record<string, Record<string, string>>;
  /** Kinds of resource in the templates for which nothing runs here. */
  notEmulated: string[];
  /** Names of the functions, as in logs and tallies. */
  functions: string[];
  /** For SDK clients of one's own: they may do everything, where a function has its role. */
  credentials: Credentials;
  /** Runs a function by ARN or short name. */
  invoke: Invoke;
  /** Loads one environment of each function ahead of the first event. */
  warm(): Promise<void>;
  /** What the functions asked of AWS since the start or the last reset. */
  calls: FrontDoor['calls'];
  resetCalls: FrontDoor['resetCalls'];
  /** Orders what is to go wrong; the same as `/_control/faults` of the front door. */
  faults: FaultDesk;
  /** The open sockets, and a way to cut one as a lost network does. */
  sockets: Pick<SocketGateway, 'connections' | 'drop'>;
  /** Replaces a function's code by that in another folder; see `Functions`. */
  reload(functionName: string, codeDirectory: string): void;
  /** Replaces the build of a site by that in another folder; open pages follow with `liveReload`. */
  publish(site: 'widget' | 'dashboard', directory: string): void;
  /** Fires one scheduled rule by logical id, or all of them, now. */
  fireSchedule(logicalId?: string): Promise<InvokeResult[]>;
}

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
  const { onLog, dataDir, environments, limits = {} } = options;
  const log = (text: string): void => onLog({ kind: 'problem', text });
  const keep = <T extends Closable>(part: T): T => {
    started.push(part);
    return part;
  };

  const faults = createFaults({
    ...options.faults,
    onInjected: (injected) => onLog({ kind: 'fault', text: describeInjected(injected) }),
  });
  const strikes = createFaultParts(faults);

  const local = await deployLocally(await assemblyOf(options), options.basePort);
  const { deployed, deployment, ports, urls, localize } = local;
  const socketApi = socketApiPart(deployment);
  const { accountId, region } = socketApi;

  const { dynamodb, sqs, tables } = await startStores(
    deployment,
    { accountId, region, dataDir, frontDoorUrl: urls.frontDoor, strikes },
    keep,
  );

  const access = createAccess({
    // Queues and tables are named here as in the policies, before they have local URLs.
    iam: iamPart(deployed),
    account: accountId,
    region,
    partitionKey: partitionKeys(tables),
    log,
    ...(options.onAccess && { onAccess: options.onAccess }),
  });
  const eventSources = eventSourceParts(deployment);
  for (const source of eventSources) access.checkEventSource(source);

  let connections: ConnectionManagement | undefined;
  const socketPath = `${socketApi.apiId}/${socketApi.stage}`;
  const frontDoor = keep(
    await startFrontDoor({
      port: ports.frontDoor,
      dynamodb,
      sqs,
      connections: (path) => (path.replace(/^\/+/, '') === socketPath ? connections : undefined),
      authorize: access.authorize,
      faults: strikes.calls,
      control: createFaultControl(faults, (error) => log(`faults: ${String(error)}`)),
      ...(options.before && { before: options.before }),
      onCall: (call) => {
        functions.called(call);
        options.onCall?.(call);
      },
      onDefect: (error) => log(`front door: ${String(error)}`),
    }),
  );

  const functionsToRun = functionParts(deployment);
  const history = options.console
    ? createHistory(functionsToRun.map(({ name }) => name))
    : undefined;
  const functions = keep(
    createFunctions(functionsToRun, {
      frontDoorUrl: urls.frontDoor,
      ...(environments !== undefined && { environments }),
      onInvocation(invocation) {
        history?.finished(invocation);
        onLog({ kind: 'invocation', ...invocation });
      },
      onLine(line) {
        history?.line(line);
        onLog({ kind: 'line', ...line });
      },
      faults: strikes.invocations,
      onRun: strikes.onRun,
    }),
  );
  const guardedInvoke = access.guard(functions.invoke);

  const { personas } = options;
  const socket = await startGateways(
    deployment,
    { socketApi, ports, personas, limits, strikes, invoke: guardedInvoke, log },
    keep,
  );
  connections = socket;
  const sites = await startSites(local, options.liveReload ?? false, keep);
  const schedules = startSources(
    deployment,
    { eventSources, environments, dynamodb, sqs, functions, guardedInvoke, log },
    keep,
  );

  const consolePage =
    history &&
    keep(
      await startConsole(
        {
          history,
          sqs,
          tables: tables.map(tableView),
          dynamodb,
          sockets: socket,
          faults,
          faultKinds: FAULT_KINDS,
        },
        ports.console,
      ),
    );

  return {
    urls,
    ...(consolePage && { consoleUrl: consolePage.url }),
    outputs: localize(deployed.outputs),
    notEmulated: deployed.notEmulated,
    functions: functions.names,
    credentials: ADMIN,
    invoke: functions.invoke,
    warm: () => functions.warm(),
    calls: () => frontDoor.calls(),
    resetCalls: () => frontDoor.resetCalls(),
    faults,
    sockets: socket,
    reload: (functionName, codeDirectory) => functions.reload(functionName, codeDirectory),
    publish: (site, directory) => sites.get(site)?.publish(directory),
    fireSchedule: (logicalId) => schedules.fire(logicalId),
    close,
  };
}

async function assemblyOf({ assemblyDir, policy }: CloudOptions): Promise<string> {
  if (assemblyDir === undefined) return prepareAssembly(() => {}, policy);
  if (policy) throw new TypeError('A given assembly has its policy: pass one or the other');
  return assemblyDir;
}
