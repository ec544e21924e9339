import type { Level } from './compare/answers.ts';
import {
  contained,
  countsOf,
  failure,
  reasons,
  rowsSorted,
  sameInOtherWords,
  shapeOf,
  trimmed,
  unitsOf,
  withoutShares,
} from './compare/levels.ts';
import type { Outcome } from './engines/wire.ts';

/** A difference between the engines that is understood and left as it is. */
export interface Forgiven {
  id: string;
  /** Why it is there, and why it may stay. */
  reason: string;
  /** Which engine AWS's documentation supports; neither where it promises nothing. */
  supports: 'ours' | 'official' | 'neither';
  level: Level;
}

/** Faults of a request's text, and of an update that does not fit the item. */
const FAULT =
  /^(Invalid \w+Expression: |Value provided in ExpressionAttribute|One or more parameter values were invalid: |ExpressionAttribute(Names|Values) |Cannot specify the |Consistent read|Filter Expression can only|Key attributes must be scalars|Invalid attribute value type|The provided expression refers to an attribute|An operand in the update expression|The document path provided in the update|DynamoDB only supports precision|Attempting to store more than|Number (over|under)flow)/;

const INDEX_KEY_TYPE =
  /Type mismatch for Index Key|update the secondary index key (to unsupported type|beyond allowed size)/;

/** Differs in nothing but the words of the message: the exception and all else are compared. */
interface Wording extends Pick<Forgiven, 'id' | 'reason' | 'supports'> {
  ours: RegExp;
  official: RegExp;
}

const WORDINGS: readonly Wording[] = [
  {
    id: 'words:binary-in-message',
    supports: 'neither',
    reason: 'The official engine prints a Java object where a message quotes a binary value.',
    ours: /./,
    official: /java\.nio\.HeapByteBuffer/,
  },
  {
    id: 'words:overlapping-paths',
    supports: 'ours',
    reason: 'The official engine names a neighbouring path as the second of two that overlap.',
    ours: /Two document paths (overlap|conflict)/,
    official: /Two document paths (overlap|conflict)/,
  },
  {
    id: 'words:syntax-error',
    supports: 'official',
    reason: 'Our parser tells what it expected, the official one the token that it met.',
    ours: /: Syntax error; Expected /,
    official: /: Syntax error; token: /,
  },
  {
    id: 'words:attribute-type-list',
    supports: 'neither',
    reason: 'The valid attribute types are listed in another order.',
    ours: /Invalid attribute type name found/,
    official: /Invalid attribute type name found/,
  },
  {
    id: 'words:duplicates-full-stop',
    supports: 'neither',
    reason: 'A message about doubled members of a set ends with a full stop or without.',
    ours: /contains duplicates\./,
    official: /contains duplicates/,
  },
  {
    id: 'words:index-key-type',
    supports: 'ours',
    reason:
      'Our message about an index key of the wrong type names the key, both types and the index.',
    ours: /Type mismatch for Index Key \w+ /,
    official:
      /Type mismatch for Index Key$|^Invalid attribute value type$|secondary index key to a value that is not supported/,
  },
  {
    id: 'words:missed-key-condition',
    supports: 'ours',
    reason: 'Our message names the key that a query has no condition for.',
    ours: /^Query condition missed key schema element: /,
    official: /^Query condition missed key schema element$/,
  },
  {
    id: 'words:key-schema',
    supports: 'ours',
    reason:
      'The official engine has four wordings for a key that does not match the schema of the table.',
    ours: /does not match the schema$/,
    official:
      /^(One of the required keys was not given a value|The number of conditions on the keys is invalid|One or more parameter values were invalid: Type mismatch for key|Type mismatch for attribute to update)/,
  },
  {
    id: 'words:missing-key',
    supports: 'ours',
    reason: 'Our message names the key that an item lacks.',
    ours: /Missing the key \w+ in the item/,
    official: /^One of the required keys was not given a value/,
  },
  {
    id: 'words:key-type',
    supports: 'ours',
    reason: 'Our message names the key of the wrong type, and both types.',
    ours: /Type mismatch for key \w+ /,
    official: /Type mismatch for key/,
  },
  {
    id: 'words:empty-key',
    supports: 'neither',
    reason: 'Parameter values “were invalid” or “are not valid” when a key is empty.',
    ours: /cannot contain an empty (string|binary) value/,
    official: /cannot contain an empty (string|binary) value/,
  },
  {
    id: 'words:key-size',
    supports: 'neither',
    reason: 'The official engine has one message for keys of both kinds that are too long.',
    ours: /^One or more parameter values were invalid: (Aggregated size|Size of hashkey)/,
    official: /^Hash primary key values must be under 2048 bytes/,
  },
  {
    id: 'words:starting-key',
    supports: 'neither',
    reason: 'A starting key that does not fit is refused in other words.',
    ours: /starting key/,
    official: /^(Exclusive Start Key must have same size|The provided starting key)/,
  },
  {
    id: 'words:consistent-index-read',
    supports: 'neither',
    reason: 'A consistent read of an index is refused in other words.',
    ours: /^Consistent reads are not supported/,
    official: /^Consistent read cannot be true/,
  },
  {
    id: 'words:number-digits',
    supports: 'neither',
    reason: 'A number of more than 38 digits is refused in other words.',
    ours: /38 significant digits/,
    official: /precision up to 38 digits/,
  },
  {
    id: 'words:no-number',
    supports: 'ours',
    reason: 'Our message quotes the text that is no number.',
    ours: /cannot be converted to a numeric value/,
    official: /^A value provided cannot be converted into a number/,
  },
  {
    id: 'words:limit-member',
    supports: 'neither',
    reason: 'A limit of zero is refused in other words.',
    ours: /at 'limit' failed/,
    official: /^Limit must be greater/,
  },
  {
    id: 'words:segment-member',
    supports: 'neither',
    reason: 'A segment beyond the last is refused in other words.',
    ours: /^The Segment parameter is zero-based/,
    official: /at 'segment' failed/,
  },
  {
    id: 'words:return-values-member',
    supports: 'neither',
    reason: 'Return values that an operation does not know are refused in other words.',
    ours: /^ReturnValues can only be|at 'returnValues' failed/,
    official: /^Return values set to invalid value/,
  },
  {
    id: 'words:transact-items-member',
    supports: 'neither',
    reason: 'No member of a transaction, or too many, is refused in other words.',
    ours: /at 'transactItems' failed/,
    official: /at 'transactItems' failed|^Member must have length/,
  },
  {
    id: 'words:transact-item-kind',
    supports: 'neither',
    reason: 'A member of a transaction of no kind, or of two, is refused in other words.',
    ours: /^TransactItems can only contain one of/,
    official: /TransactItems can only contain one of|TransactWriteRequest should contain/,
  },
  {
    id: 'words:check-without-condition',
    supports: 'neither',
    reason: 'A condition check without a condition is refused in other words.',
    ours: /at 'ConditionExpression' of a transaction's/,
    official: /conditionCheck\.conditionExpression/,
  },
  {
    id: 'words:batch-members',
    supports: 'neither',
    reason: 'An empty batch, or too large a one, is refused in other words.',
    ours: /at 'requestItems/,
    official:
      /^(The batch write request list|Too many items requested|The list of keys in RequestItems)/,
  },
  {
    id: 'words:token-mismatch',
    supports: 'ours',
    reason: 'The official engine has no message for a token that was used for another request.',
    ours: /already used with different request parameters/,
    official: /^UnknownError$/,
  },
  {
    id: 'words:table-name-member',
    supports: 'neither',
    reason: 'A table name that is missing or too short is refused in other words.',
    ours: /at 'tableName' failed/,
    official: /^Invalid table\/index name/,
  },
  {
    id: 'words:no-table',
    supports: 'neither',
    reason: 'A table that does not exist is told in other words.',
    ours: /^Requested resource not found/,
    official: /^Cannot do operations on a non-existent table/,
  },
  {
    id: 'words:table-exists',
    supports: 'neither',
    reason: 'A table that exists already is told in other words.',
    ours: /^Table already exists/,
    official: /^Cannot create preexisting table/,
  },
  {
    id: 'words:key-without-definition',
    supports: 'neither',
    reason: 'A key without a definition is told in other words.',
    ours: /^Invalid KeySchema/,
    official: /^Hash Key not specified in Attribute Definitions/,
  },
];

/** Everything the comparator lets pass. What is not here is a failure. */
export const FORGIVEN: readonly Forgiven[] = [
  {
    id: 'trailing-zeroes',
    reason:
      'The official engine keeps the zeroes at the end of a number as it was written or calculated (1.00, -1.0). The Developer Guide: leading and trailing zeroes are trimmed.',
    supports: 'ours',
    level: ({ ours, official }) => ({ ours, official: trimmed(official) as Outcome }),
  },
  {
    id: 'capacity-share',
    reason:
      'Our engine states the read or write share beside every total; the official one states only the total. AWS documents all three members.',
    supports: 'neither',
    level: ({ ours, official }) => {
      if (!('output' in ours) || !ours.output.ConsumedCapacity) return undefined;
      return { ours: withoutShares(ours), official: withoutShares(official) };
    },
  },
  {
    id: 'unasked-capacity',
    reason:
      'The official engine reports the capacity of deleting an item that is not there even if nobody asked. The API reference: none is returned unless ReturnConsumedCapacity asks for it.',
    supports: 'ours',
    level: ({ operation, body, ours, official }) => {
      if (operation !== 'DeleteItem' || (body.ReturnConsumedCapacity ?? 'NONE') !== 'NONE') {
        return undefined;
      }
      if (!('output' in official) || !official.output.ConsumedCapacity) return undefined;
      const { ConsumedCapacity: _, ...output } = official.output;
      return { ours, official: { output } };
    },
  },
  {
    id: 'missing-item-capacity',
    reason:
      'A query that finds nothing and a key of a batch that has no item cost the smallest read; the official engine counts zero. The Developer Guide: reading an item that does not exist consumes capacity too.',
    supports: 'ours',
    level: ({ operation, ours, official }) => {
      if (!('output' in ours) || !('output' in official)) return undefined;
      const nothing = official.output.ScannedCount === 0 || operation === 'BatchGetItem';
      const { ConsumedCapacity } = ours.output;
      const more = unitsOf(ConsumedCapacity) > unitsOf(official.output.ConsumedCapacity);
      if (!nothing || !more || !official.output.ConsumedCapacity) return undefined;
      return { ours, official: { output: { ...official.output, ConsumedCapacity } } };
    },
  },
  {
    id: 'equal-index-keys',
    reason:
      'Rows of an index with equal keys come in another order. AWS promises an order by the sort key only.',
    supports: 'neither',
    level: ({ body, ours, official }) => {
      if (!body.IndexName || !('output' in ours) || !('output' in official)) return undefined;
      return { ours: rowsSorted(ours), official: rowsSorted(official) };
    },
  },
  {
    id: 'reason-full-stop',
    reason:
      'The official engine ends the message of a failed condition inside a transaction with a full stop, outside of one without.',
    supports: 'neither',
    level: ({ ours, official }) => {
      const error = failure(official);
      if (!error || reasons(error).length === 0) return undefined;
      const CancellationReasons = reasons(error).map((reason) =>
        reason.Message === 'The conditional request failed.'
          ? { ...reason, Message: 'The conditional request failed' }
          : reason,
      );
      return { ours, official: { error: { ...error, CancellationReasons } } };
    },
  },
  {
    id: 'transaction-update-error',
    reason:
      'An update that cannot be applied cancels the transaction with the reason ValidationError; the official engine refuses the whole request with ValidationException instead. The API reference of TransactWriteItems lists ValidationError with just these messages.',
    supports: 'ours',
    level: ({ ours, official }) => {
      const [a, b] = [failure(ours), failure(official)];
      if (a?.name !== 'TransactionCanceledException' || b?.name !== 'ValidationException') {
        return undefined;
      }
      const told = reasons(a).some(
        ({ Code, Message }) =>
          Code === 'ValidationError' &&
          (Message === b.message ||
            WORDINGS.some(
              ({ ours, official }) => ours.test(Message ?? '') && official.test(b.message),
            )),
      );
      return told ? { ours, official: ours } : undefined;
    },
  },
  ...WORDINGS.map(({ ours, official, ...forgiven }) => ({
    ...forgiven,
    level: sameInOtherWords(ours, official),
  })),
  {
    id: 'transaction-capacity',
    reason:
      'A transaction costs two units for every 1 KB written or 4 KB read, and an index row once; the official engine counts double of that and double for indexes. The Developer Guide: two underlying reads or writes of every item.',
    supports: 'ours',
    level: ({ operation, ours, official }) => {
      if (!operation.startsWith('Transact')) return undefined;
      if (!('output' in ours) || !('output' in official)) return undefined;
      if (!ours.output.ConsumedCapacity || !official.output.ConsumedCapacity) return undefined;
      const { ConsumedCapacity } = ours.output;
      return { ours, official: { output: { ...official.output, ConsumedCapacity } } };
    },
  },
  {
    id: 'updated-nested-attributes',
    reason:
      'After an update inside a map, UPDATED_OLD and UPDATED_NEW show only the updated paths; the official engine shows the whole attribute. The API reference: only the updated attributes.',
    supports: 'neither',
    level: ({ body, ours, official }) => {
      if (!String(body.ReturnValues).startsWith('UPDATED_')) return undefined;
      if (!('output' in ours) || !('output' in official)) return undefined;
      const within = contained(ours.output.Attributes, official.output.Attributes);
      return within ? { ours, official: ours } : undefined;
    },
  },
  {
    id: 'scan-filter-beyond-index',
    reason:
      'A scan of an index may filter by an attribute that the index does not hold: here no row has it, while the official engine looks it up in the table. The Developer Guide: only projected attributes are available.',
    supports: 'ours',
    level: ({ operation, body, ours, official }) => {
      if (operation !== 'Scan' || !body.IndexName || !body.FilterExpression) return undefined;
      if (!['pending', 'kinds'].includes(String(body.IndexName))) return undefined;
      if (!('output' in ours) || !('output' in official)) return undefined;
      return ours.output.ScannedCount === official.output.ScannedCount
        ? { ours, official: ours }
        : undefined;
    },
  },
  {
    id: 'batch-delete-capacity',
    reason:
      'In a batch the official engine counts the deletion of an item that is not there twice, alone once.',
    supports: 'neither',
    level: ({ operation, body, ours, official }) => {
      if (operation !== 'BatchWriteItem' || !JSON.stringify(body).includes('DeleteRequest')) {
        return undefined;
      }
      if (!('output' in ours) || !('output' in official)) return undefined;
      const { ConsumedCapacity } = ours.output;
      return { ours, official: { output: { ...official.output, ConsumedCapacity } } };
    },
  },
  {
    id: 'update-index-key',
    reason:
      'The official engine lets an update give an index key another scalar type than the index has, or too long a value, which it refuses for a put. The API reference lists both among the validation errors of an update.',
    supports: 'ours',
    level: ({ operation, ours, official }) => {
      const error = failure(ours);
      if (!error || !['UpdateItem', 'TransactWriteItems'].includes(operation)) return undefined;
      const told = [error.message, ...reasons(error).map(({ Message }) => Message ?? '')];
      if (!told.some((message) => INDEX_KEY_TYPE.test(message))) return undefined;
      const later = failure(official)?.name ?? 'TransactionCanceledException';
      return ['TransactionCanceledException', 'ConditionalCheckFailedException'].includes(later)
        ? { ours, official: ours }
        : undefined;
    },
  },
  {
    id: 'half-index-key-capacity',
    reason:
      'An item that had one half of an index key and is replaced by one with the other half was never in that index: nothing is written there. The official engine counts a row. The Developer Guide: no write for an item that is in the index neither before nor after.',
    supports: 'ours',
    level: ({ operation, ours, official }) => {
      if (!['PutItem', 'UpdateItem', 'BatchWriteItem'].includes(operation)) return undefined;
      if (!('output' in ours) || !('output' in official)) return undefined;
      const { ConsumedCapacity } = ours.output;
      const extra = unitsOf(official.output.ConsumedCapacity) - unitsOf(ConsumedCapacity);
      const most = operation === 'BatchWriteItem' ? 5 : 1;
      if (!(extra > 0 && extra <= most)) return undefined;
      return { ours, official: { output: { ...official.output, ConsumedCapacity } } };
    },
  },
  {
    id: 'one-item-twice',
    reason:
      'A transaction with two members for one item is refused by both; which fault is told first, or a failed condition, is not documented.',
    supports: 'neither',
    level: ({ ours, official }) => {
      const [a, b] = [failure(ours), failure(official)];
      if (!a || !b) return undefined;
      const told = [a, b].some(({ message }) => /multiple operations on one item$/.test(message));
      return told ? { ours, official: ours } : undefined;
    },
  },
  {
    id: 'size-is-reserved',
    reason:
      'The official engine takes `size` for an attribute name where no parenthesis follows. The Developer Guide lists SIZE as a reserved word.',
    supports: 'ours',
    level: ({ ours }) =>
      /reserved keyword: size$/i.test(failure(ours)?.message ?? '')
        ? { ours, official: ours }
        : undefined,
  },
  {
    id: 'batch-left-keys',
    reason:
      'Which keys of too large a batch are left unprocessed is not promised; how many is the same.',
    supports: 'neither',
    level: ({ operation, ours, official }) => {
      if (operation !== 'BatchGetItem' || !('output' in ours) || !('output' in official)) {
        return undefined;
      }
      return { ours: countsOf(ours), official: countsOf(official) };
    },
  },
  {
    id: 'table-description',
    reason:
      'The official engine describes a table with more members (deletion protection, times and sizes that never change); names, keys, indexes and status are compared.',
    supports: 'neither',
    level: ({ operation, ours, official }) =>
      /Table$/.test(operation) && 'output' in ours && 'output' in official
        ? { ours: shapeOf(ours), official: shapeOf(official) }
        : undefined,
  },
  {
    id: 'several-faults',
    reason:
      'A request with more than one fault is refused by both; which fault is named is not documented. The directed suite has every fault alone, where this excuse does not count.',
    supports: 'neither',
    level: ({ ours, official }) => {
      const [a, b] = [failure(ours), failure(official)];
      if (!a || b?.name !== 'ValidationException' || !FAULT.test(b.message)) return undefined;
      const told = [a.message, ...reasons(a).map(({ Message }) => Message ?? '')];
      return told.some((message) => FAULT.test(message)) ? { ours, official: ours } : undefined;
    },
  },
];
