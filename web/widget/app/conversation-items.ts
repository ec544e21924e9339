import type { Message, Participant } from '../../../protocol/message.ts';
import type { CloseReason } from '../../../protocol/vocabulary.ts';
import type { Pending } from '../../chat-client/outbox.ts';
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
  | { readonly kind: 'day'; readonly key: string; readonly text: string }
  /** `joined` is what the customer has waited for, so it stands out. */
  | { readonly kind: 'notice' | 'joined'; readonly key: string; readonly text: string }
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
    };

type Group = Extract<Item, { kind: 'group' }>;

const TOGETHER_MS = 2 * 60_000;

/** Bubbles of one sender within two minutes stand together; days are marked where they change. */
export function itemsOf(
  messages: readonly Message[],
  pending: readonly Pending[],
  now: number,
  closeReason: CloseReason | null = null,
): readonly Item[] {
  const items: Item[] = [];
  let dayName: string | null = null;
  let last = { side: '', name: '', at: Number.NEGATIVE_INFINITY };
  for (const message of messages) {
    const today = dayOf(message.at, now);
    if (today !== dayName) {
      dayName = today;
      // A chat of today needs no date at its top.
      if (items.length > 0 || today !== WORDS.today) {
        items.push({ kind: 'day', key: `day-${message.seq}`, text: today });
        last = { side: '', name: '', at: 0 };
      }
    }
    const side = sideOf(message.from);
    if (side === null) {
      const kind = message.event === 'joined' ? 'joined' : 'notice';
      // The stored line speaks of the customer as their agent does.
      const text =
        message.event === 'ended' && closeReason === 'customer_ended'
          ? WORDS.youEnded
          : message.text;
      items.push({ kind, key: `m-${message.seq}`, text });
      last = { side: '', name: '', at: 0 };
      continue;
    }
    const name = nameOf(message.from);
    const bubble: Bubble = {
      // The same before and after it is stored, so that the bubble stays put.
      key: message.id ?? `m-${message.seq}`,
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
  return withStatus(items);
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
    items.push({ kind: 'group', key, side, name, bubbles: [bubble], time, status: null });
  }
}

function withStatus(items: Item[]): readonly Item[] {
  const index = items.findLastIndex((item) => item.kind === 'group' && item.side === 'me');
  const group = items[index];
  if (group?.kind !== 'group') return items;
  const state = group.bubbles.at(-1)?.state;
  const sent = group.time === null ? null : WORDS.sent(group.time);
  items[index] = {
    ...group,
    // A failed bubble says so itself.
    status: state === 'sending' ? WORDS.sending : state === 'stored' ? sent : null,
  };
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
