import type { BedrockModel } from '../adapters/bedrock.ts';
import { dynamoAgents } from '../adapters/dynamo/agent-store.ts';
import { documentClient } from '../adapters/dynamo/client.ts';
import { dynamoFeedback } from '../adapters/dynamo/feedback-store.ts';
import { dynamoRecords } from '../adapters/dynamo/record-store.ts';
import { dynamoSessions } from '../adapters/dynamo/session-store.ts';
import { dynamoTickets } from '../adapters/dynamo/ticket-store.ts';
import { gatewayPusher, managementClient } from '../adapters/pusher.ts';
import { queueClient, sqsQueues } from '../adapters/queues.ts';
import { createAnalyzer } from '../analysis/analyzer.ts';
import { createBot } from '../bot/bot.ts';
import { askedBy } from '../bot/intents/asked.ts';
import { createIntents } from '../bot/intents/classifier.ts';
import { unpackIntents } from '../bot/intents/store.ts';
import { loadKnowledge } from '../bot/load.ts';
import { createSources } from '../bot/sources.ts';
import type { Bot } from '../bot/types.ts';
import { POLICY } from '../domain/policy.ts';
import { createNetwork } from '../language/network.ts';
import { loadTensors } from '../language/tensors.ts';
import type { Answerer, Ports } from '../ports.ts';
import { adoptPolicy } from './adopt-policy.ts';
import { systemClock } from './clock.ts';
import { setting, settingOr } from './env.ts';
import { telemetry } from './telemetry.ts';

/** What the authorizer needs: a small bundle, because every connection waits for it. */
export function wireTickets(): Pick<Ports, 'tickets' | 'clock' | 'telemetry'> {
  return {
    tickets: dynamoTickets(documentClient(), setting('TABLE_NAME')),
    clock: systemClock,
    telemetry: telemetry(),
  };
}

/**
 * Every port over the real AWS clients, built once for each environment. Those of the gateway and
 * the queues are built when they are first used: most connections need neither.
 */
export function wirePorts(): Ports {
  adopt();
  const table = documentClient();
  const tableName = setting('TABLE_NAME');
  const callbackUrl = setting('SOCKET_CALLBACK_URL');
  const log = telemetry();
  const pusher = once(() => gatewayPusher(managementClient(callbackUrl), log));
  const queues = once(() =>
    sqsQueues(queueClient(), {
      candidates: settingOr('CANDIDATES_QUEUE_URL', ''),
      timers: settingOr('TIMERS_QUEUE_URL', ''),
    }),
  );
  const analyzer = once(() => createAnalyzer(mind(), POLICY.analysis));
  return {
    sessions: dynamoSessions(table, tableName),
    agents: dynamoAgents(table, tableName),
    tickets: dynamoTickets(table, tableName),
    records: dynamoRecords(table, tableName),
    feedback: dynamoFeedback(table, tableName),
    get pusher() {
      return pusher();
    },
    get queues() {
      return queues();
    },
    clock: systemClock,
    telemetry: log,
    get analyzer() {
      return analyzer();
    },
  };
}

/** The bot with the knowledge, and what was learned from it, that lie beside the bundle. */
export function wireBot(): Bot {
  adopt();
  return createBot(knowledge(), intents(), network(), POLICY.texts.bot);
}

/**
 * The model that puts the bot's answers into other words, if the deployment chose one. Its client
 * is a file of its own beside the bundle, which nobody else loads.
 */
export async function wireAnswerer(telemetry: Ports['telemetry']): Promise<Answerer | undefined> {
  const chosen = settingOr('BEDROCK', '');
  if (!chosen) return undefined;
  const { bedrockAnswerer, bedrockClient } = await import('../adapters/bedrock.ts');
  // Checked when the deployment was synthesized.
  const model: BedrockModel = JSON.parse(chosen);
  const sources = createSources(knowledge(), intents(), network());
  return bedrockAnswerer(bedrockClient(model), model, sources, telemetry);
}

const adopt = once(adoptPolicy);
const knowledge = once(() => loadKnowledge(asset('knowledge.json')));
const intents = once(() => createIntents(unpackIntents(loadTensors(asset('intents.bin')))));
const network = once(() => createNetwork(loadTensors(asset('network.bin'))));
const mind = once(() => ({ network: network(), asked: askedBy(intents()) }));

/** A data file beside the bundle, or in the folder that `ASSETS` names. */
function asset(name: string): URL {
  const folder = process.env.ASSETS;
  return new URL(name, folder ? `file://${folder}/` : import.meta.url);
}

function once<T>(build: () => T): () => T {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
