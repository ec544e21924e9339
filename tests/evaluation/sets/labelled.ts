import * as z from 'zod/mini';
import { Priority } from '../../../protocol/vocabulary.ts';
import { TOPICS } from '../judges.ts';
import { DataError } from './data-error.ts';
import type { LabelledConversation, LabelledMessage } from './types.ts';

const Message = z.object({
  id: z.string(),
  text: z.string(),
  humanRequest: z.boolean(),
  topics: z.array(z.enum(TOPICS)),
  sentiment: z.enum(['calm', 'frustrated', 'angry', 'positive']),
  inScope: z.boolean(),
});

const Turn = z.object({
  text: z.string(),
  bot: z.nullish(z.object({ text: z.string(), confidence: z.number(), fallback: z.boolean() })),
});

const Conversation = z.object({
  id: z.string(),
  turns: z.array(Turn).check(z.minLength(1)),
  gold: z.object({
    escalateAt: z.nullable(z.int()),
    window: z.nullish(z.tuple([z.int(), z.int()])),
    priority: z.nullish(Priority),
  }),
});

/** Whether a JSON value looks like a labelled message, right or not. */
export function isMessageLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'humanRequest' in value;
}

/** Whether a JSON value looks like a labelled conversation, right or not. */
export function isConversationLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'turns' in value && 'gold' in value;
}

/** Labelled messages from the values of a file. @throws DataError naming entry and field. */
export function readMessages(path: string, values: readonly unknown[]): LabelledMessage[] {
  return values.map((value, at) => checked(Message, value, path, at));
}

/** Labelled conversations from the values of a file. @throws DataError naming entry and field. */
export function readConversations(
  path: string,
  values: readonly unknown[],
): LabelledConversation[] {
  return values.map((value, at) => {
    const { id, turns, gold } = checked(Conversation, value, path, at);
    const { escalateAt, window, priority } = gold;
    const answered = turns.map(({ text, bot }) => (bot ? { text, bot } : { text }));
    if (escalateAt === null) return { id, turns: answered, gold: null };
    if (!window || !priority) {
      throw new DataError(`${path} (${id})`, 'an escalated chat needs a window and a priority');
    }
    if (escalateAt < window[0] || escalateAt > window[1] || window[0] < 1) {
      throw new DataError(`${path} (${id})`, 'escalateAt has to lie inside the window');
    }
    return { id, turns: answered, gold: { escalateAt, window, priority } };
  });
}

function checked<T extends z.ZodMiniType>(
  schema: T,
  value: unknown,
  path: string,
  at: number,
): z.infer<T> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new DataError(path, `entry ${at + 1}, ${issue?.path.join('.')}: ${issue?.message}`);
}
