import * as z from 'zod/mini';
import { DetailName, QueueName, ReasonCode, WaitTrouble } from './vocabulary.ts';

/** Longest text of a policy, in characters before anything is filled in. */
const MAX_TEXT = 400;

/**
 * A text with named gaps, written `{name}`.
 *
 * @param required gaps without which the text would not say what it must.
 * @param known further gaps that can be filled.
 */
function template(required: readonly string[] = [], known: readonly string[] = []) {
  const gaps = [...required, ...known];
  return z.string().check(
    z.check<string>(({ value, issues }) => {
      const fault = faultOf(value, required, gaps);
      if (fault) issues.push({ code: 'custom', message: fault, input: value });
    }),
  );
}

function faultOf(
  text: string,
  required: readonly string[],
  known: readonly string[],
): string | undefined {
  if (text.trim() === '') return 'Must not be empty.';
  if (text.length > MAX_TEXT)
    return `Has ${text.length} characters, at most ${MAX_TEXT} are allowed.`;
  const used: readonly string[] = text.match(/\{\w+\}/g) ?? [];
  const unknown = used.find((gap) => !known.includes(gap.slice(1, -1)));
  if (unknown) {
    const choice = known.length > 0 ? `only ${known.map(inBraces).join(' and ')}` : 'nothing';
    return `${unknown} is unknown here: ${choice} can be filled in.`;
  }
  if (/[{}]/.test(text.replaceAll(/\{\w+\}/g, ''))) {
    return 'Has a brace that belongs to no {name}.';
  }
  const missing = required.find((gap) => !used.includes(inBraces(gap)));
  return missing && `Must contain ${inBraces(missing)}.`;
}

function inBraces(gap: string): string {
  return `{${gap}}`;
}

/**
 * What customers are told in the transcript of a chat, apart from the bot's articles. Gaps are
 * `{name}`: the agent; `{team}`: theirs, or the one of a queue; `{colleague}`: another agent;
 * `{choices}` and `{question}`: another text of this policy; `{first}` and `{second}`: titles of
 * articles.
 */
export const TextsPolicy = z.strictObject({
  bot: z.strictObject({
    /** What the bot says when it did not understand, by how often it just has. */
    notUnderstood: z.strictObject({ first: template(), second: template(), later: template() }),
    /** Asks which of two articles is meant; `1` and `2` are understood. */
    whichOne: template(['first', 'second']),
  }),
  lookingForHelp: template(),
  requestHeard: template(),
  personOffered: template(),
  /** The connecting notice; a lead by reason stands before it. */
  connecting: template(),
  /** By the reason that counts most; `null` if it has none. */
  leads: z.record(ReasonCode, z.nullable(template())),
  cancelled: template(),
  joined: template(['name'], ['team']),
  released: template([], ['name']),
  agentLost: template([], ['name']),
  agentSilent: template([], ['name']),
  transferred: template(['team'], ['name']),
  passedTo: template(['colleague'], ['name']),
  /** What a queue's agents are called when a customer is passed on to them. */
  teams: z.record(QueueName, template()),
  held: template([], ['name']),
  resumed: template([], ['name']),
  holdOver: template([], ['name']),
  /** Why waiting alone may not help. */
  trouble: z.record(WaitTrouble, template(['choices'])),
  choices: template(),
  stillWaiting: template(),
  idleWarning: template(),
  customerIdle: template(),
  messageLeft: template(),
  returnedToBot: template([], ['name']),
  endedByAgent: template([], ['name']),
  endedByCustomer: template(),
  customerLeft: template(),
  abandoned: template(),
  /** How the bot asks a waiting customer for details that an agent needs. */
  intake: z.strictObject({
    first: template(['question']),
    questions: z.record(DetailName, template()),
    /** After a detail was given; after it was refused. */
    noted: template(),
    skipped: template(),
    /** Follows one of these two. */
    next: template(['question']),
  }),
});
export type TextsPolicy = z.infer<typeof TextsPolicy>;
