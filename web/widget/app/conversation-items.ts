import type { Message, Participant, SystemEvent } from '../../../protocol/message.ts';
import type { Pending } from '../../chat-client/outbox.ts';
import { type Receipt, receiptOf } from '../../chat-client/receipts.ts';
import type { SessionFacts } from '../../chat-client/session-facts.ts';
import { dayOf, timeOf } from './times.ts';
import { failureDetail, WORDS } from './words.ts';

/** One bubble. */
export interface Bubble {
  readonly key: string;
  readonly text: string;
  readonly state: 'stored' | 'sending' | 'failed';
  /** With `failed`: why, if that helps. */
  readonly detail: string | null;
}

/** What stands in the list of the conversation, top to bottom. */
export type Item =
  | { readonly kind: 'day' | 'divider'; readonly key: string; readonly text: string }
  /** That somebody `joined` or `left` changes whom the customer talks to, so it stands out. */
  | { readonly kind: 'notice' | 'joined' | 'left'; readonly key: string; readonly text: string }
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly side: 'me' | 'bot' | 'agent';
      readonly name: string;
      readonly bubbles: readonly Bubble[];
      /** Time of the last bubble; null while it is not stored. */
      readonly time: string | null;
      /** Under the customer's last message only. */
      readonly status: string | null;
      /** With a status: what its sign shows. */
      readonly receipt: Receipt | 'sending' | null;
    };

type Group = Extract<Item, { kind: 'group' }>;

const TOGETHER_MS = 2 * 60_000;

const LEFT: ReadonlySet<SystemEvent | undefined> = new Set<SystemEvent>([
  'agent_lost',
  'agent_silent',
  'released',
  'transferred',
  'reassigned',
  'returned_to_bot',
]);

/** What is known of a chat beside its entries; `prefix` keeps the keys of several chats apart. */
export type ItemsContext = Partial<
  Pick<SessionFacts, 'closeReason' | 'read' | 'deliveredSeq'> & { prefix: string }
>;

/** Bubbles of one sender within two minutes stand together; days are marked where they change. */
export function itemsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  now: number,
  context: ItemsContext = {},
): readonly Item[] {
  const { closeReason, prefix = '' } = context;
  const items: Item[] = [];
  let dayName: string | null = null;
  let last = { side: '', name: '', at: Number.NEGATIVE_INFINITY };
  for (const message of messages) {
    const today = dayOf(message.at, now);
    if (today !== dayName) {
      dayName = today;
      // A chat of today needs no date at its top.
      if (items.length > 0 || today !== WORDS.today) {
        items.push({ kind: 'day', key: `${prefix}day-${message.seq}`, text: today });
        last = { side: '', name: '', at: 0 };
      }
    }
    const side = sideOf(message.from);
    if (side === null) {
      const { event } = message;
      const kind = event === 'joined' ? 'joined' : LEFT.has(event) ? 'left' : 'notice';
      // The stored line speaks of the customer as their agent does.
      const text =
        event === 'ended' && closeReason === 'customer_ended' ? WORDS.youEnded : message.text;
      items.push({ kind, key: `${prefix}m-${message.seq}`, text });
      last = { side: '', name: '', at: 0 };
      continue;
    }
    const name = nameOf(message.from);
    const bubble: Bubble = {
      // The same before and after it is stored, so that the bubble stays put.
      key: message.id ?? `${prefix}m-${message.seq}`,
      text: message.text,
      state: 'stored',
      detail: null,
    };
    const together =
      last.side === side && last.name === name && message.at - last.at <= TOGETHER_MS;
    add(items, together, { side, name, bubble, time: timeOf(message.at) });
    last = { side, name, at: message.at };
  }
  for (const entry of pending) {
    add(items, last.side === 'me' && now - last.at <= TOGETHER_MS, {
      side: 'me',
      name: WORDS.you,
      time: null,
      bubble: {
        key: entry.id,
        text: entry.text,
        state: entry.state,
        detail: entry.state === 'failed' ? failureDetail(entry.code) : null,
      },
    });
    last = { side: 'me', name: WORDS.you, at: now };
  }
  return withStatus(items, messages, context);
}

function add(
  items: Item[],
  together: boolean,
  next: { side: Group['side']; name: string; bubble: Bubble; time: string | null },
) {
  const { side, name, bubble, time } = next;
  const previous = items.at(-1);
  if (together && previous?.kind === 'group') {
    items[items.length - 1] = { ...previous, bubbles: [...previous.bubbles, bubble], time };
  } else {
    const key = `g-${bubble.key}`;
    const quiet = { status: null, receipt: null };
    items.push({ kind: 'group', key, side, name, bubbles: [bubble], time, ...quiet });
  }
}

function withStatus(
  items: Item[],
  messages: readonly Message[],
  { read, deliveredSeq = 0 }: ItemsContext,
): readonly Item[] {
  const index = items.findLastIndex((item) => item.kind === 'group' && item.side === 'me');
  const group = items[index];
  if (group?.kind !== 'group') return items;
  const state = group.bubbles.at(-1)?.state;
  // A failed bubble says so itself.
  if (state === 'sending') {
    items[index] = { ...group, status: WORDS.sending, receipt: 'sending' };
  } else if (state === 'stored' && group.time !== null) {
    const seq = messages.findLast(({ from }) => from.role === 'customer')?.seq ?? 0;
    const marks = { read: read ?? { customer: 0, agent: 0 }, deliveredSeq };
    const receipt = receiptOf(marks, seq, 'agent');
    items[index] = { ...group, status: WORDS.receipt(receipt, group.time), receipt };
  }
  return items;
}

function sideOf({ role }: Participant): Group['side'] | null {
  if (role === 'customer') return 'me';
  if (role === 'bot') return 'bot';
  return role === 'system' ? null : 'agent';
}

/** How somebody is called towards the customer. */
export function nameOf(participant: Participant): string {
  if (participant.role === 'customer') return WORDS.you;
  if (participant.role === 'bot') return WORDS.assistant;
  return participant.name ?? WORDS.support;
}

/** Up to two initials of a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked.map((word) => Array.from(word ?? '')[0]?.toUpperCase() ?? '').join('');
}
