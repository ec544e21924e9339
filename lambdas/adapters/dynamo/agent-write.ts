import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AgentWrite } from '../../domain/change.ts';
import type { Session } from '../../domain/session.ts';
import { agentKey } from './keys.ts';

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Below capacity. A set that was emptied does not exist. */
const HAS_ROOM = '(attribute_not_exists(#sessions) OR size(#sessions) < #capacity)';

const IS_THERE = 'attribute_exists(#connectionId) AND #seenAt > :seenAfter';

/** What a change does to one agent's record, as one update of it. */
export function agentWrite(
  table: string,
  { sessionId }: Session,
  { agentId, take, leave, unseenSince, parked, offer, withdraw, notResponding }: AgentWrite,
  now: number,
): Write {
  const clauses: Record<'SET' | 'REMOVE' | 'ADD' | 'DELETE', string[]> = {
    SET: [],
    REMOVE: [],
    ADD: [],
    DELETE: [],
  };
  const conditions: string[] = [];
  const values: Record<string, unknown> = {};
  if (take) {
    clauses.ADD.push('#sessions :sessions');
    conditions.push(IS_THERE, '#availability <> :offline', HAS_ROOM);
    values[':seenAfter'] = take.seenAfter;
    values[':offline'] = 'offline';
  }
  if (leave) {
    clauses.DELETE.push('#sessions :sessions');
    clauses.SET.push('#idleSince = :now');
    values[':now'] = now;
  }
  if (unseenSince !== undefined) {
    conditions.push('(attribute_not_exists(#connectionId) OR #seenAt <= :unseenSince)');
    values[':unseenSince'] = unseenSince;
  }
  if (parked !== undefined) clauses[parked ? 'ADD' : 'DELETE'].push('#parked :sessions');
  if (take || leave || parked !== undefined) values[':sessions'] = new Set([sessionId]);
  if (offer) {
    clauses.ADD.push('#offers :offers');
    conditions.push(IS_THERE, HAS_ROOM);
    values[':offers'] = new Set([offer.offerId]);
    values[':seenAfter'] = offer.seenAfter;
    if (offer.directed) {
      conditions.push('#availability <> :offline');
      values[':offline'] = 'offline';
    } else {
      conditions.push(
        '#availability = :available',
        'attribute_not_exists(#offers)',
        'attribute_not_exists(#notResponding)',
      );
      values[':available'] = 'available';
    }
  }
  if (withdraw) {
    clauses.DELETE.push('#offers :withdrawn');
    values[':withdrawn'] = new Set([withdraw]);
  }
  if (notResponding === true) {
    clauses.SET.push('#notResponding = :true');
    values[':true'] = true;
  }
  if (notResponding === false) clauses.REMOVE.push('#notResponding');
  const update = Object.entries(clauses)
    .filter(([, parts]) => parts.length > 0)
    .map(([verb, parts]) => `${verb} ${parts.join(', ')}`)
    .join(' ');
  const condition = conditions.join(' AND ');
  return {
    Update: {
      TableName: table,
      Key: agentKey(agentId),
      UpdateExpression: update,
      ...(condition && {
        ConditionExpression: condition,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
      ExpressionAttributeNames: namesIn(`${update} ${condition}`),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
  };
}

/** Every name stands for itself; DynamoDB refuses names that an expression does not use. */
function namesIn(expressions: string): Record<string, string> {
  const names = new Set(expressions.match(/#\w+/g));
  return Object.fromEntries([...names].map((name) => [name, name.slice(1)]));
}
