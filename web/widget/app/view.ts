import type { Participant } from '../../../protocol/message.ts';
import type { CustomerChatState } from '../../chat-client/customer-chat.ts';
import { ApiError } from '../../chat-client/http.ts';
import { isEnded } from '../../chat-client/session-facts.ts';
import type { SessionState } from '../../chat-client/session-state.ts';
import { type Item, initialsOf, itemsOf, nameOf } from './conversation-items.ts';
import { WORDS } from './words.ts';

/** All that the panel depends on. */
export interface ViewInput {
  /** Null until the addresses of the service are known. */
  chat: CustomerChatState | null;
  /** The addresses could not be had. */
  broken: boolean;
  /** The connection has been away for longer than a blip. */
  away: boolean;
  /** The connection has just come back from `away`. */
  back: boolean;
  /** How long the assistant has let the customer wait. */
  patience: 'none' | 'waiting' | 'long';
  confirmingEnd: boolean;
  /** The customer writes a message to leave. */
  leaving: boolean;
  brand: string;
  phone: string | null;
  /** Most transcript entries to show. */
  shown: number;
  /** Milliseconds since the epoch, by the server's clock. */
  now: number;
}

/** A line across the panel about the connection. */
export interface ConnectionBar {
  readonly tone: 'warning' | 'good';
  readonly text: string;
}

/** What the lower part of the panel offers. */
export type Footer =
  | { readonly kind: 'composer' }
  | { readonly kind: 'confirm_end' }
  | { readonly kind: 'leave_message' }
  /** With a composer too: who writes on begins a sequel. */
  | { readonly kind: 'ended'; readonly title: string }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'unavailable'; readonly detail: string | null };

/** The panel as it is drawn. */
export interface View {
  readonly title: string;
  readonly subtitle: string;
  /** Initials of the agent, or null for the assistant. */
  readonly initials: string | null;
  readonly connection: ConnectionBar | null;
  readonly items: readonly Item[];
  readonly hasEarlier: boolean;
  readonly greeting: string;
  readonly showTopics: boolean;
  /** Who is typing; `slow` says that it takes long. */
  readonly typing: {
    readonly side: 'bot' | 'agent';
    readonly text: string;
    readonly slow: boolean;
  } | null;
  /** The chat that the banner may have something to say of; null if there is none. */
  readonly banner: SessionState | null;
  readonly footer: Footer;
  /** There is a composer: after the end too, where writing begins a sequel. */
  readonly canWrite: boolean;
  readonly canAskForPerson: boolean;
  readonly canEnd: boolean;
}

/** Draws the panel from its state; the only place that decides what is shown. */
export function viewOf(input: ViewInput): View {
  const { chat } = input;
  const session = chat?.session;
  const status = session?.status ?? null;
  const ended = isEnded(status);
  const messages = session?.messages ?? [];
  const pending = session?.pending ?? [];
  const begun = messages.length > 0 || pending.length > 0;
  const footer = footerOf(input, ended);
  const open = footer.kind === 'composer';
  const agent = session?.agent ?? null;
  return {
    ...headerOf(input, agent, ended),
    connection: connectionOf(input),
    ...entriesOf(input),
    greeting: WORDS.greeting(input.brand),
    showTopics: open && !begun,
    typing: typingOf(input),
    banner: open && session && mayNeedBanner(session) ? session : null,
    footer,
    canWrite: open || footer.kind === 'ended',
    canAskForPerson: open && (status === 'bot' || status === null) && !session?.requesting,
    canEnd: open && begun && status !== null,
  };
}

function headerOf(input: ViewInput, agent: Participant | null, ended: boolean) {
  if (agent) {
    const name = nameOf(agent);
    return { title: name, subtitle: agent.team ?? WORDS.support, initials: initialsOf(name) };
  }
  const waiting = input.chat?.session.status === 'queued' && !ended;
  return {
    title: WORDS.title(input.brand),
    subtitle: waiting ? WORDS.waiting : WORDS.automated,
    initials: null,
  };
}

function connectionOf({ chat, away, back }: ViewInput): ConnectionBar | null {
  if (!chat) return away ? { tone: 'warning', text: WORDS.connecting } : null;
  if (chat.connection === 'offline') return { tone: 'warning', text: WORDS.offline };
  if (away && chat.connection === 'connecting') return { tone: 'warning', text: WORDS.connecting };
  if (away && chat.connection === 'reconnecting') {
    return { tone: 'warning', text: WORDS.reconnecting };
  }
  return back && chat.connection === 'online' ? { tone: 'good', text: WORDS.backOnline } : null;
}

function typingOf({ chat, patience }: ViewInput): View['typing'] {
  const session = chat?.session;
  if (session?.typing) {
    return { side: 'agent', text: WORDS.typing(nameOf(session.typing)), slow: false };
  }
  if (patience === 'none') return null;
  const slow = patience === 'long';
  return { side: 'bot', text: slow ? WORDS.stillLooking : WORDS.assistantTyping, slow };
}

function mayNeedBanner({ status, requesting, notice }: SessionState): boolean {
  return (status !== null && status !== 'bot') || requesting === 'person' || notice !== null;
}

/** The newest entries of this chat and of those before it, at most as many as are to be shown. */
function entriesOf({ chat, shown, now }: ViewInput): Pick<View, 'items' | 'hasEarlier'> {
  const chats = chat ? [...chat.earlier, chat.session] : [];
  const items: Item[] = [];
  let left = shown;
  let hidden = 0;
  for (let index = chats.length - 1; index >= 0; index -= 1) {
    const session = chats[index] as SessionState;
    const entries = left > 0 ? session.messages.slice(-left) : [];
    left -= entries.length;
    hidden += session.messages.length - entries.length;
    if (entries.length > 0 && index < chats.length - 1) {
      items.unshift({ kind: 'divider', key: `chat-${index}`, text: WORDS.newChatBegins });
    }
    items.unshift(...itemsOf(entries, session.pending, now, { ...session, prefix: `${index}-` }));
  }
  return { items, hasEarlier: hidden > 0 };
}

function footerOf(input: ViewInput, ended: boolean): Footer {
  const { chat } = input;
  if (ended) return { kind: 'ended', title: WORDS.ended };
  if (input.broken || chat?.connection === 'failed') {
    if (isExpired(chat?.error)) return { kind: 'ended', title: WORDS.expired };
    return { kind: 'unavailable', detail: input.phone ? WORDS.callInstead(input.phone) : null };
  }
  if (chat?.connection === 'superseded') return { kind: 'superseded' };
  if (input.leaving && chat?.session.status === 'queued') {
    return { kind: 'leave_message' };
  }
  return { kind: input.confirmingEnd ? 'confirm_end' : 'composer' };
}

function isExpired(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.code === 'session_unknown' || error.code === 'session_key_invalid')
  );
}

/** What the customer now waits for the assistant to answer, by the id of the message. */
export function awaitedReply(chat: CustomerChatState | null): string | null {
  if (chat?.connection !== 'online' || chat.session.status !== 'bot') return null;
  return chat.session.pending.find(({ state }) => state === 'sending')?.id ?? null;
}
