import type {
  AgentList,
  AgentResult,
  AgentTicket,
  CannedReplies,
  EscalationList,
  MessageList,
  NoteResult,
  SessionContext,
  SessionList,
  SessionResult,
  SubmitWrapUp,
  TransferSession,
} from '../../../protocol/http.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Availability } from '../../../protocol/vocabulary.ts';
import { ApiError, type Http } from '../../chat-client/http.ts';
import { PROBLEM_WORDS } from './words.ts';

/** Every command and query of an agent; each rejects with `ApiError` only. */
export interface Api {
  ticket(): Promise<AgentTicket>;
  setAvailability(availability: Availability): Promise<AgentResult>;
  escalations(): Promise<EscalationList>;
  mySessions(): Promise<SessionList>;
  context(sessionId: string): Promise<SessionContext>;
  /** The whole transcript so far, page by page. */
  transcript(sessionId: string): Promise<Message[]>;
  join(sessionId: string): Promise<SessionResult>;
  acceptOffer(offerId: string, sessionId: string): Promise<SessionResult>;
  rejectOffer(offerId: string, sessionId: string): Promise<void>;
  release(sessionId: string): Promise<SessionResult>;
  returnToBot(sessionId: string): Promise<SessionResult>;
  end(sessionId: string): Promise<SessionResult>;
  wrapUp(sessionId: string, body: SubmitWrapUp): Promise<SessionResult>;
  hold(sessionId: string): Promise<SessionResult>;
  resume(sessionId: string): Promise<SessionResult>;
  transfer(sessionId: string, body: TransferSession): Promise<SessionResult>;
  addNote(sessionId: string, text: string): Promise<NoteResult>;
  /** Everybody who ever signed in, for choosing a colleague. */
  agents(): Promise<AgentList>;
  cannedReplies(): Promise<CannedReplies>;
}

/** Makes the agent's commands and queries on their HTTP client. */
export function createApi(http: Http): Api {
  const at = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`;
  const offer = (offerId: string) => `/offers/${encodeURIComponent(offerId)}`;

  return {
    ticket: () => http.post('/agent/tickets'),
    setAvailability: (availability) => http.put('/agent/availability', { availability }),
    escalations: () => http.get('/escalations'),
    mySessions: () => http.get('/agent/sessions'),
    context: (sessionId) => http.get(at(sessionId)),
    async transcript(sessionId) {
      const messages: Message[] = [];
      for (;;) {
        const after = messages.at(-1)?.seq ?? 0;
        const page = await http.get<MessageList>(`${at(sessionId)}/messages?after=${after}`);
        messages.push(...page.messages);
        // An empty page that promises more would never end.
        if (!page.more || page.messages.length === 0) return messages;
      }
    },
    join: (sessionId) => http.put(`${at(sessionId)}/assignment`),
    acceptOffer: (offerId, sessionId) => http.post(`${offer(offerId)}/accept`, { sessionId }),
    rejectOffer: (offerId, sessionId) => http.post(`${offer(offerId)}/reject`, { sessionId }),
    release: (sessionId) => http.delete(`${at(sessionId)}/assignment`),
    returnToBot: (sessionId) => http.post(`${at(sessionId)}/return-to-bot`),
    end: (sessionId) => http.post(`${at(sessionId)}/end`),
    wrapUp: (sessionId, body) => http.post(`${at(sessionId)}/wrap-up`, body),
    hold: (sessionId) => http.post(`${at(sessionId)}/hold`),
    resume: (sessionId) => http.post(`${at(sessionId)}/resume`),
    transfer: (sessionId, body) => http.post(`${at(sessionId)}/transfer`, body),
    addNote: (sessionId, text) => http.post(`${at(sessionId)}/notes`, { text }),
    agents: () => http.get('/agents'),
    cannedReplies: () => http.get('/canned-replies'),
  };
}

/** What to tell an agent about a refused command. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it.';
  return PROBLEM_WORDS[error.code] ?? error.title;
}
