import { dynamoAgents } from '../adapters/dynamo/agent-store.ts';
import { documentClient } from '../adapters/dynamo/client.ts';
import { dynamoRecords } from '../adapters/dynamo/record-store.ts';
import { dynamoSessions } from '../adapters/dynamo/session-store.ts';
import { dynamoTickets } from '../adapters/dynamo/ticket-store.ts';
import { gatewayPusher, managementClient } from '../adapters/pusher.ts';
import { queueClient, sqsQueues } from '../adapters/queues.ts';
import { createBot } from '../bot/bot.ts';
import { loadKnowledge } from '../bot/load.ts';
import type { Bot } from '../bot/types.ts';
import type { Ports } from '../ports.ts';
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
  adoptPolicy();
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
  return {
    sessions: dynamoSessions(table, tableName),
    agents: dynamoAgents(table, tableName),
    tickets: dynamoTickets(table, tableName),
    records: dynamoRecords(table, tableName),
    get pusher() {
      return pusher();
    },
    get queues() {
      return queues();
    },
    clock: systemClock,
    telemetry: log,
  };
}

/** The bot with the knowledge that lies beside the bundle. */
export function wireBot(): Bot {
  const file = process.env.KNOWLEDGE_FILE;
  return createBot(
    loadKnowledge(new URL(file ?? './knowledge.json', file ? 'file:///' : import.meta.url)),
  );
}

function once<T>(build: () => T): () => T {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
