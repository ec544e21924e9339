import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ProblemCode } from '../../../protocol/problems.ts';
import { NotAllowedError } from '../../domain/errors.ts';
import type { TicketHolder, TicketStore } from '../../ports.ts';
import { errorName, reliably, unavailable } from './client.ts';
import { rateKey, ticketKey } from './keys.ts';

/** Tickets and request counters in the one table. */
export function dynamoTickets(client: DynamoDBDocumentClient, table: string): TicketStore {
  return {
    async put(ticketHash, holder, origin, expiresAt) {
      await reliably(() =>
        client.send(
          new PutCommand({
            TableName: table,
            Item: {
              ...ticketKey(ticketHash),
              holder,
              origin,
              expiresAt,
              ttl: Math.ceil(expiresAt / 1000) + 60,
            },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        ),
      );
    },

    async consume(ticketHash, { connectionId, origin, now }) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: table,
            Key: ticketKey(ticketHash),
            UpdateExpression: 'SET #usedBy = :connectionId',
            // The same connection may ask twice: the SDK retries a call whose answer was lost.
            ConditionExpression:
              '#expiresAt > :now AND #origin = :origin' +
              ' AND (attribute_not_exists(#usedBy) OR #usedBy = :connectionId)',
            ExpressionAttributeNames: {
              '#usedBy': 'usedBy',
              '#expiresAt': 'expiresAt',
              '#origin': 'origin',
            },
            ExpressionAttributeValues: {
              ':connectionId': connectionId,
              ':now': now,
              ':origin': origin,
            },
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return Attributes?.holder as TicketHolder;
      } catch (error) {
        if (errorName(error) !== 'ConditionalCheckFailedException') throw unavailable(error);
        throw new NotAllowedError(refusalOf(error as Refused, origin, now), { cause: error });
      }
    },

    async count(addressHash, now) {
      const { Attributes } = await reliably(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: rateKey(addressHash, now),
            UpdateExpression: 'ADD #requests :one SET #ttl = :ttl',
            ExpressionAttributeNames: { '#requests': 'requests', '#ttl': 'ttl' },
            ExpressionAttributeValues: { ':one': 1, ':ttl': Math.floor(now / 1000) + 120 },
            ReturnValues: 'UPDATED_NEW',
          }),
        ),
      );
      return Number(Attributes?.requests ?? 1);
    },
  };
}

/** A refused condition with the item as it stands, in wire or document form. */
interface Refused {
  Item?: Record<string, string | number | { S?: string; N?: string } | undefined>;
}

function refusalOf({ Item }: Refused, origin: string, now: number): ProblemCode {
  if (!Item) return 'ticket_unknown';
  const read = (name: string) => {
    const value = Item[name];
    return typeof value === 'object' ? (value.S ?? value.N) : value;
  };
  if (read('origin') !== origin) return 'ticket_wrong_origin';
  if (Number(read('expiresAt')) <= now) return 'ticket_expired';
  return 'ticket_used';
}
