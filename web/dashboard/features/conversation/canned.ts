import type { CannedReply } from '../../../../protocol/http.ts';

/** The query's name, shared by all who show or change the replies. */
export const CANNED_KEY = ['canned-replies'] as const;

/** Replies shown at once; more would not be read. */
const MOST = 8;

/** A slash being typed: where it stands, and what follows it up to the caret. */
export interface Slash {
  at: number;
  query: string;
}

/** The slash that the caret is in; it begins the text or follows white space. Null for none. */
export function slashAt(text: string, caret: number): Slash | null {
  const match = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, caret));
  const query = match?.[1];
  return query === undefined ? null : { at: caret - query.length - 1, query };
}

/** Replies for what was typed: by the beginning of the shortcut, by its middle, by the text. */
export function matchReplies(replies: readonly CannedReply[], query: string): CannedReply[] {
  const wanted = query.toLowerCase();
  const rank = ({ shortcut, text }: CannedReply) => {
    if (shortcut.startsWith(wanted)) return 0;
    if (shortcut.includes(wanted)) return 1;
    return text.toLowerCase().includes(wanted) ? 2 : 3;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((ranked) => ranked.rank < 3)
    .sort((a, b) => a.rank - b.rank || a.reply.shortcut.localeCompare(b.reply.shortcut))
    .slice(0, MOST)
    .map(({ reply }) => reply);
}

/** What the placeholders of a reply stand for, as far as it is known. */
export interface ReplyValues {
  customer?: string | undefined;
  agent?: string | undefined;
  team?: string | undefined;
  plan?: string | undefined;
}

const NEUTRAL: Required<Record<keyof ReplyValues, string>> = {
  customer: 'there',
  agent: 'your agent',
  team: 'our team',
  plan: 'your plan',
};

/** The reply with its placeholders filled in; what is not known becomes a neutral word. */
export function fillIn(text: string, values: ReplyValues): string {
  return text.replace(
    /\{(customer|agent|team|plan)\}/g,
    (_, name: keyof ReplyValues) => values[name] || NEUTRAL[name],
  );
}
