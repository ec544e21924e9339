type Answer = Record<string, unknown>;

/** What both answered to one call. */
export interface Pair {
  scenario: string;
  call: string;
  ours: Answer;
  theirs: Answer;
}

/** A difference to the recorded service that is understood and left as it is. */
export interface ForgivenSqs {
  id: string;
  /** Why it is there, and why it may stay. */
  reason: string;
  /** Which side AWS's documentation supports; neither where it promises nothing. */
  supports: 'ours' | 'theirs' | 'neither';
  /** Both answers without this difference; undefined where it is not the matter. */
  level(pair: Pair): Pick<Pair, 'ours' | 'theirs'> | undefined;
}

type Entry = { Id?: string; Code?: string };

const SAME = { ours: {}, theirs: {} };
const refused = ({ error }: Answer) => error !== undefined;
const broken = ({ status }: Answer) => status === 'none' || Number(status) >= 500;
const about = ({ call }: Pair, ...operations: string[]) =>
  operations.includes(call.split(' ')[0] ?? '');

/** Applies the same change to both answers. */
const both =
  (change: (answer: Answer) => Answer) =>
  ({ ours, theirs }: Pair) => ({ ours: change(ours), theirs: change(theirs) });

const without =
  (...members: string[]) =>
  (answer: Answer): Answer =>
    Object.fromEntries(Object.entries(answer).filter(([name]) => !members.includes(name)));

/** Changes each entry of a list, if there is one. */
const each =
  (list: string, change: (entry: Answer) => Answer) =>
  (answer: Answer): Answer =>
    Array.isArray(answer[list]) ? { ...answer, [list]: answer[list].map(change) } : answer;

/** Scenarios about what the API reference forbids and ElasticMQ lets through. */
const LENIENT =
  /^(an empty batch|an attribute name .*|a receive with VisibilityTimeout .*|a visibility timeout outside .*|a batch with an (empty id|id of .*)|a body and an attribute of more than 1 MiB) is refused$/;

/** Everything that a comparison with ElasticMQ overlooks, with the reason. */
export const FORGIVEN_SQS: readonly ForgivenSqs[] = [
  {
    id: 'empty-lists',
    supports: 'neither',
    reason: 'An answer with nothing in it has an empty list or no list; SDKs give undefined or [].',
    level: both((answer) => {
      const empty = ['Messages', 'Attributes', 'Failed', 'Successful'].filter(
        (name) => Object.keys((answer[name] as object | undefined) ?? { some: 1 }).length === 0,
      );
      return without(...empty)(answer);
    }),
  },
  {
    id: 'words',
    supports: 'neither',
    reason: 'The message of a failed entry has other words; its code and its fault are compared.',
    level: both(each('Failed', without('Message'))),
  },
  {
    id: 'breaks-down',
    supports: 'ours',
    reason: 'A call that makes no sense ends in a 5xx or a cut connection there, here in an error.',
    level: ({ ours, theirs }) => (refused(ours) && broken(theirs) ? SAME : undefined),
  },
  {
    id: 'error-names',
    supports: 'ours',
    reason: 'ElasticMQ has few names for errors: most of what is refused is InvalidAttributeValue.',
    level({ ours, theirs }) {
      if (refused(ours) && refused(theirs)) return ours.status === theirs.status ? SAME : undefined;
      const codes = each('Failed', without('Code'));
      return { ours: codes(ours), theirs: codes(theirs) };
    },
  },
  {
    id: 'lenient',
    supports: 'ours',
    reason:
      'Attribute names, batches without entries or with odd ids, visibility timeouts and sizes with attributes go unchecked there.',
    level(pair) {
      const { scenario, ours, theirs } = pair;
      if (LENIENT.test(scenario)) {
        const letThrough = refused(ours) && !refused(theirs);
        return letThrough || about(pair, 'GetQueueAttributes') ? SAME : undefined;
      }
      if (!about(pair, 'ChangeMessageVisibilityBatch')) return undefined;
      const rest = (answer: Answer) => {
        const kept = (list: string) =>
          ((answer[list] ?? []) as Entry[]).filter(({ Id }) => Id !== 'range');
        return { ...answer, Failed: kept('Failed'), Successful: kept('Successful') };
      };
      return { ours: rest(ours), theirs: rest(theirs) };
    },
  },
  {
    id: 'older-handles',
    supports: 'ours',
    reason:
      'Handles of deleted or again received messages are invalid there. The API reference: a deletion by one succeeds, a change of visibility is MessageNotInflight.',
    level(pair) {
      if (!about(pair, 'DeleteMessage', 'ChangeMessageVisibility')) return undefined;
      return pair.theirs.error === 'ReceiptHandleIsInvalid' && !broken(pair.theirs)
        ? SAME
        : undefined;
    },
  },
  {
    id: 'visible-again',
    supports: 'ours',
    reason:
      'ElasticMQ changes the visibility of a message that nobody holds; the API reference: MessageNotInflight.',
    level: (pair) =>
      about(pair, 'ChangeMessageVisibility') &&
      pair.ours.error === 'MessageNotInflight' &&
      !refused(pair.theirs)
        ? SAME
        : undefined,
  },
  {
    id: 'attribute-prefix',
    supports: 'ours',
    reason:
      'ElasticMQ reads the names asked for as regular expressions; the API reference has names, prefixes that end in `.*`, and All.',
    level: (pair) =>
      /"MessageAttributeNames":\[[^\]]*\*/.test(pair.call)
        ? both(each('Messages', without('MessageAttributes', 'MD5OfMessageAttributes')))(pair)
        : undefined,
  },
  {
    id: 'retention',
    supports: 'ours',
    reason: 'ElasticMQ does not keep messages for a limited time and has no such attribute.',
    level: (pair) => {
      const attributes = (answer: Answer) => ({
        ...answer,
        Attributes: without('MessageRetentionPeriod')((answer.Attributes ?? {}) as Answer),
      });
      return about(pair, 'GetQueueAttributes') ? both(attributes)(pair) : undefined;
    },
  },
  {
    id: 'fifo-attribute',
    supports: 'ours',
    reason:
      'SQS calls FifoQueue unknown where the queue is a standard one (aws-sdk-ruby issue 1350); ElasticMQ leaves it out.',
    level: (pair) =>
      pair.call.includes('["FifoQueue"]') && refused(pair.ours) && !refused(pair.theirs)
        ? SAME
        : undefined,
  },
  {
    id: 'moved-back',
    supports: 'ours',
    reason:
      'The Developer Guide: messages that are moved out of a dead-letter queue are new ones with new ids. ElasticMQ keeps id and origin.',
    level: (pair) =>
      pair.scenario.startsWith('dead letters are moved')
        ? both(
            each('Messages', (message) => ({
              ...without('MessageId')(message),
              Attributes: without('DeadLetterQueueSourceArn')(message.Attributes as Answer),
            })),
          )(pair)
        : undefined,
  },
  {
    id: 'batch-sequence',
    supports: 'ours',
    reason:
      'ElasticMQ tells no sequence numbers for a batch; the API reference has them for each entry.',
    level: (pair) =>
      about(pair, 'SendMessageBatch')
        ? both(each('Successful', without('SequenceNumber')))(pair)
        : undefined,
  },
];
