import type { Details } from '../../protocol/escalation.ts';
import { fill } from '../../protocol/fill.ts';
import type { DetailName, QueueName } from '../../protocol/vocabulary.ts';
import { maskAccount } from '../bot/slots/account.ts';
import { withoutSecrets } from '../bot/slots/secrets.ts';
import { POLICY } from './policy.ts';

/** A detail worth having before an agent joins, and how the bot asks for it. */
export interface Question {
  detail: DetailName;
  text: string;
}

/** What each queue's agents ask first. */
const WANTED: Record<QueueName, readonly DetailName[]> = {
  billing: ['account', 'invoice'],
  technical: ['address', 'device'],
  retention: ['account'],
  general: ['account'],
};

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';

/** The month only where it cannot be "may I". */
const MAY =
  '(?:(?<=\\b(?:in|of|for|from|since|last)\\s)may|^\\W*may\\W*$|may(?=\\s+(?:bill|invoice|\\d)))';

const TIME_UNIT = '(?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?|times?)';

/** Strict enough that a sentence about something else does not become a detail. */
const PATTERNS: Record<DetailName, RegExp> = {
  account: /(?<![\p{L}\d]|\d[ -])(?:[A-Z]{1,3}[- ]?)?\d{6,12}(?![\d-]|[ ]\d{3,})/u,
  invoice: new RegExp(
    `(?<!\\w)(?:inv(?:oice)?[ #-]*\\d[\\d-]{2,}|#\\d{3,}|(?:${MONTH}|${MAY})\\b)`,
    'iu',
  ),
  address: new RegExp(
    [
      `\\b\\d{1,5}[a-z]?\\s+(?!${TIME_UNIT}\\b)(?:\\p{L}+\\s+){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|close|court|square|blvd)\\b`,
      '\\b[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}\\b',
      '(?<![\\d-]|\\b(?:since|in|from|until|of|year) )\\d{4,5}(?![\\d-])',
    ].join('|'),
    'iu',
  ),
  device:
    /\b(?:router|modem|hub|gateway|mesh|repeater|extender|tv ?box|set-?top(?: box)?|decoder|(?<!\b(?:you|to|please|can) )phone(?! (?:me|us|back|call|number))|handset|landline|sim|tablet|laptop)\b/iu,
};

/** The whole message: "no internet since Monday" is no refusal. */
const UNWILLING = new RegExp(
  [
    '^(?=.*\\p{L})\\W*(?:no|nope|none)?\\W*',
    '(?:sorry|thanks?|thank you|idea|skip(?: this| it)?|later|pass|n/?a|idk|(?:i.?m )?not sure',
    '|(?:i )?don.?t (?:know|have)(?: (?:it|that|one|this|any))?(?: (?:here|now|right now|with me|at hand|to hand|handy))?)?',
    '\\W*$',
  ].join(''),
  'iu',
);

/** Longest stored detail, in characters. */
const MAX_DETAIL = 80;

/** The first thing to ask while the customer waits, or `null` if all is known. */
export function firstQuestion(queue: QueueName, details: Details): Question | null {
  const detail = next(queue, details, []);
  const { first, questions } = POLICY.texts.intake;
  return detail && { detail, text: fill(first, { question: questions[detail] }) };
}

/** What the customer's words change in what is known. */
export interface IntakeTurn {
  details: Details;
  intake: { asking?: DetailName; done: DetailName[] };
  /** What the bot says, or `null` if the words were not for it. */
  reply: string | null;
}

/**
 * Reads the words of a waiting customer for the detail that was asked for. Words that are neither
 * it nor a refusal are left to the agent: the bot neither nags nor pretends to understand.
 */
export function takeDetail(
  queue: QueueName,
  known: Details,
  intake: { asking?: DetailName; done: DetailName[] },
  text: string,
): IntakeTurn {
  const { asking, done } = intake;
  if (!asking) return { details: known, intake, reply: null };
  const found = read(asking, withoutSecrets(text));
  if (!found && !UNWILLING.test(text)) return { details: known, intake, reply: null };
  const details = found ? { ...known, [asking]: found } : known;
  const answered = [...done, asking];
  const following = next(queue, details, answered);
  const texts = POLICY.texts.intake;
  const thanks = found ? texts.noted : texts.skipped;
  const more = following && fill(texts.next, { question: texts.questions[following] });
  return {
    details,
    intake: { ...(following && { asking: following }), done: answered },
    reply: more ? `${thanks} ${more}` : thanks,
  };
}

function read(detail: DetailName, text: string): string | undefined {
  const found = PATTERNS[detail].exec(text)?.[0].trim().slice(0, MAX_DETAIL);
  return found && (detail === 'account' ? maskAccount(found) : found);
}

function next(queue: QueueName, details: Details, done: readonly DetailName[]): DetailName | null {
  return (
    WANTED[queue].find((detail) => details[detail] === undefined && !done.includes(detail)) ?? null
  );
}
