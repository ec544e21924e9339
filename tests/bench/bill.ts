import type { AccessLogBytes } from './access-logs.ts';
import { LAMBDA, PRICES } from './prices.ts';
import type { Spent } from './spent.ts';

/** What is metered by the minute or by itself, and not with an event. */
export interface Meters {
  connectionMinutes: number;
  /** Receives of the pollers that bring nothing. */
  queuePolls: number;
  /** Frames answered by the gateway itself: in and out, with a line in the access log. */
  pings: number;
}

/** Nothing but the events. */
export const NO_METERS: Meters = { connectionMinutes: 0, queuePolls: 0, pings: 0 };

/** One line of a bill. */
export interface BillLine {
  service: string;
  /** What is counted. */
  unit: string;
  quantity: number;
  dollars: number;
}

/** The bill for what was spent, line by line. */
export function billOf(spent: Spent, meters: Meters, logs: AccessLogBytes): BillLine[] {
  const { framesIn, framesOut, pushes, httpRequests, invocations, handshakes } = spent;
  const messages = framesIn + framesOut + pushes + 2 * meters.pings;
  const gbSeconds = (LAMBDA.memoryGb * busyMs(spent)) / 1000;
  const sends = countOf(spent, 'sqs:');
  // A message that is there costs the poll that brings it and a delete; most come alone.
  const queueRequests = sends + 2 * spent.received + meters.queuePolls;
  const socketLines = framesIn + handshakes + meters.pings;
  const logGigabytes =
    (spent.logBytes + socketLines * logs.socket + httpRequests * logs.http) / 1e9;
  const line = (service: string, unit: string, quantity: number, price: number): BillLine => ({
    service,
    unit,
    quantity,
    dollars: quantity * price,
  });
  return [
    line('DynamoDB', 'write units', spent.writeUnits, PRICES.writeUnit),
    line('DynamoDB', 'read units', spent.readUnits, PRICES.readUnit),
    line('WebSocket API', 'messages', messages, PRICES.socketMessage),
    line('WebSocket API', 'connection minutes', meters.connectionMinutes, PRICES.connectionMinute),
    line('HTTP API', 'requests', httpRequests, PRICES.httpRequest),
    line('Lambda', 'requests', invocations, PRICES.lambdaRequest),
    line('Lambda', 'GB-seconds', gbSeconds, PRICES.lambdaGbSecond),
    line('SQS', 'requests', queueRequests, PRICES.queueRequest),
    line('CloudWatch Logs', 'GB', logGigabytes, PRICES.logGigabyte),
  ];
}

/** Milliseconds that functions are billed for, by the stated time of each call. */
function busyMs(spent: Spent): number {
  const { callMs } = LAMBDA;
  const table = countOf(spent, 'dynamodb:');
  const transactions = countOf(spent, 'dynamodb:TransactWriteItems');
  return (
    spent.invocations * (LAMBDA.ownMs + LAMBDA.coldShare * LAMBDA.coldMs) +
    transactions * callMs.transaction +
    (table - transactions) * callMs.table +
    countOf(spent, 'sqs:') * callMs.queue +
    (spent.pushes + countOf(spent, 'execute-api:')) * callMs.push
  );
}

function countOf({ calls }: Spent, prefix: string): number {
  return Object.entries(calls).reduce(
    (sum, [name, count]) => (name.startsWith(prefix) ? sum + count : sum),
    0,
  );
}
