import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BundleSize, buildLambdas } from '../../scripts/build-lambdas.ts';
import { buildWeb, measureSite, type SiteFile } from '../../scripts/build-web.ts';
import { type Cell, type GroupResult, rounded, tableLines } from './report.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

const KB = 1024;

/** Largest sizes in bytes: the message function minified, scripts of the sites compressed. */
export const SIZE_BUDGETS = {
  message: 420 * KB,
  loader: 3 * KB,
  widget: 25 * KB,
  handoff: 5 * KB,
  dashboard: 200 * KB,
} as const;

/** Modules that bring a whole library along where a part of it was meant. */
const HEAVY_MODULES: readonly { pattern: RegExp; instead: string }[] = [
  { pattern: /\/zod\/(v4\/classic\/|(v4\/)?index\.)/, instead: 'zod/mini' },
  {
    pattern:
      /\/@aws-sdk\/(client-[^/]+|lib-dynamodb)\/dist-[^/]+\/(DynamoDB|DynamoDBDocument|SQS|ApiGatewayManagementApi)\.js$/,
    instead: 'a client and its commands',
  },
];

/** Sizes as they are deployed. */
export interface Sizes {
  bundles: BundleSize[];
  /** Compressed JavaScript in bytes. */
  scripts: Record<'loader' | 'widget' | 'handoff' | 'dashboard', number>;
  /** `<function>: <module>` for each heavy module in a bundle. */
  heavy: string[];
}

/** Builds functions and sites and measures them. Rejects when something does not build. */
export async function measureSizes(): Promise<Sizes> {
  const [bundles] = await Promise.all([buildLambdas(), buildWeb()]);
  const widget = scriptsOf(await measureSite('widget'));
  const isLoader = ({ path }: SiteFile) => path === 'widget.js';
  // Loaded with the first message; everything else of the app comes with the first open.
  const isHandoff = ({ path }: SiteFile) => /\/handoff-[^/]+\.js$/.test(path);
  return {
    bundles,
    scripts: {
      loader: compressed(widget.filter(isLoader)),
      widget: compressed(widget.filter((file) => !isLoader(file) && !isHandoff(file))),
      handoff: compressed(widget.filter(isHandoff)),
      dashboard: compressed(firstLoad(scriptsOf(await measureSite('dashboard')))),
    },
    heavy: bundles.flatMap(({ name }) =>
      heavyModules(inputsOf(name)).map((it) => `${name}: ${it}`),
    ),
  };
}

/** Those of a bundle's modules that no bundle may hold, each with what to import instead. */
export function heavyModules(inputs: readonly string[]): string[] {
  return inputs.flatMap((path) =>
    HEAVY_MODULES.filter(({ pattern }) => pattern.test(path)).map(
      ({ instead }) => `${path} (import ${instead})`,
    ),
  );
}

/** One sentence for each budget that the sizes break. */
export function sizeViolations({ bundles, scripts, heavy }: Sizes): string[] {
  const message = bundles.find(({ name }) => name === 'message');
  if (!message) throw new Error('The message function was not built.');
  const measured = { message: message.bytes, ...scripts };
  const names = Object.keys(SIZE_BUDGETS) as (keyof typeof SIZE_BUDGETS)[];
  return [
    ...names
      .filter((name) => measured[name] > SIZE_BUDGETS[name])
      .map((name) => {
        const over = measured[name] - SIZE_BUDGETS[name];
        return `${name} has ${measured[name]} bytes, ${over} more than its budget`;
      }),
    ...heavy.map((module) => `whole library in ${module}`),
  ];
}

/** The sizes for a table of name, KB and budget. */
export function sizeRows({ bundles, scripts }: Sizes): Cell[][] {
  const budgets: Record<string, number> = SIZE_BUDGETS;
  const row = (name: string, key: string, bytes: number): Cell[] => {
    const budget = budgets[key];
    const verdict = budget === undefined ? '' : bytes <= budget ? 'ok' : 'OVER';
    return [name, (bytes / KB).toFixed(1), budget === undefined ? '-' : budget / KB, verdict];
  };
  return [
    ...bundles.map(({ name, bytes }) => row(`function ${name}`, name, bytes)),
    row('widget loader, gz', 'loader', scripts.loader),
    row('widget first open, gz', 'widget', scripts.widget),
    row('widget after the first message, gz', 'handoff', scripts.handoff),
    row('dashboard first load, gz', 'dashboard', scripts.dashboard),
  ];
}

/** Head for {@link sizeRows}; 1 KB is 1024 bytes. */
export const SIZE_HEAD = ['what', 'KB', 'budget', ''];

/** The group `sizes` of the benchmark: builds, measures and prints. */
export async function benchSizes(): Promise<GroupResult> {
  const sizes = await measureSizes();
  for (const line of tableLines(SIZE_HEAD, sizeRows(sizes))) console.log(line);
  const figures: GroupResult['figures'] = { 'whole libraries': sizes.heavy.length };
  for (const { name, bytes } of sizes.bundles) figures[`${name} KB`] = rounded(bytes / KB, 1);
  for (const [name, bytes] of Object.entries(sizes.scripts)) {
    figures[`${name} KB gz`] = rounded(bytes / KB, 1);
  }
  return { figures, violations: sizeViolations(sizes) };
}

function inputsOf(name: string): string[] {
  const file = join(dist, 'maps', `${name}.meta.json`);
  const { outputs } = JSON.parse(readFileSync(file, 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  // A module that was only looked at leaves no bytes.
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path);
}

function scriptsOf(files: readonly SiteFile[]): SiteFile[] {
  return files.filter(({ path }) => path.endsWith('.js'));
}

/** What the page names itself: its entry and, as preloads, everything the entry imports. */
function firstLoad(files: readonly SiteFile[]): SiteFile[] {
  const page = readFileSync(join(dist, 'web/dashboard/index.html'), 'utf8');
  return files.filter(({ path }) => page.includes(`/${path.replaceAll('\\', '/')}"`));
}

function compressed(files: readonly SiteFile[]): number {
  if (files.length === 0) throw new Error('A site was built without any script.');
  return files.reduce((sum, { gzipped }) => sum + gzipped, 0);
}
