import type { Participant } from '../../../protocol/message.ts';
import type { CustomerChatState } from '../../chat-client/customer-chat.ts';
import { ApiError } from '../../chat-client/http.ts';
import { isEnded } from '../../chat-client/session-facts.ts';
import { type Item, initialsOf, itemsOf, nameOf } from './conversation-items.ts';
import { endDetail, WORDS } from './words.ts';

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

/** What stands pinned above the composer. */
export interface Banner {
  readonly kind: 'connecting' | 'queued' | 'hold' | 'problem';
  readonly title: string;
  readonly detail: string | null;
}

/** What the lower part of the panel offers. */
export type Footer =
  | { readonly kind: 'composer' }
  | { readonly kind: 'confirm_end' }
  | { readonly kind: 'ended'; readonly title: string; readonly detail: string | null }
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
  readonly banner: Banner | null;
  readonly footer: Footer;
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
    items: itemsOf(messages.slice(-input.shown), pending, input.now, session?.closeReason),
    hasEarlier: messages.length > input.shown,
    greeting: WORDS.greeting(input.brand),
    showTopics: open && !begun,
    typing: typingOf(input),
    banner: open ? bannerOf(input, agent) : null,
    footer,
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

function bannerOf({ chat }: ViewInput, agent: Participant | null): Banner | null {
  if (!chat) return null;
  const { requesting, status, notice } = chat.session;
  if (requesting === 'person' && status !== 'queued') {
    return { kind: 'connecting', title: WORDS.connectingPerson, detail: null };
  }
  if (status === 'queued') {
    return { kind: 'queued', title: WORDS.inLine, detail: WORDS.inLineDetail };
  }
  if (status === 'on_hold') {
    const name = agent ? nameOf(agent) : WORDS.support;
    return { kind: 'hold', title: WORDS.onHold(name), detail: null };
  }
  return notice ? { kind: 'problem', title: notice.title, detail: null } : null;
}

function footerOf(input: ViewInput, ended: boolean): Footer {
  const { chat } = input;
  if (ended) {
    const detail = endDetail(chat?.session.closeReason ?? null);
    return { kind: 'ended', title: WORDS.ended, detail };
  }
  if (input.broken || chat?.connection === 'failed') {
    if (isExpired(chat?.error)) return { kind: 'ended', title: WORDS.expired, detail: null };
    return { kind: 'unavailable', detail: input.phone ? WORDS.callInstead(input.phone) : null };
  }
  if (chat?.connection === 'superseded') return { kind: 'superseded' };
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
