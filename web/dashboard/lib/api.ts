import type {
  AgentResult,
  AgentTicket,
  EscalationList,
  MessageList,
  SessionContext,
  SessionList,
  SessionResult,
  SubmitWrapUp,
} from '../../../protocol/http.ts';
import type { Message } from '../../../protocol/message.ts';
import type { Availability } from '../../../protocol/vocabulary.ts';
import { ApiError, createHttp } from '../../chat-client/http.ts';
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
  release(sessionId: string): Promise<SessionResult>;
  returnToBot(sessionId: string): Promise<SessionResult>;
  end(sessionId: string): Promise<SessionResult>;
  wrapUp(sessionId: string, body: SubmitWrapUp): Promise<SessionResult>;
}

/** What `createApi` takes from its surroundings. */
export interface ApiEnvironment {
  apiUrl: string;
  idToken(): Promise<string>;
  /** Hears of every refusal before the caller does. */
  refused(error: ApiError): void;
  fetch?: typeof globalThis.fetch;
}

/** Makes the agent's side of the HTTP API. */
export function createApi(environment: ApiEnvironment): Api {
  const http = createHttp({
    apiUrl: environment.apiUrl,
    headers: async () => ({ authorization: `Bearer ${await environment.idToken()}` }),
    ...(environment.fetch ? { fetch: environment.fetch } : {}),
  });
  const at = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}`;

  async function heard<T>(request: Promise<T>): Promise<T> {
    try {
      return await request;
    } catch (error) {
      if (error instanceof ApiError) environment.refused(error);
      throw error;
    }
  }

  return {
    ticket: () => heard(http.post('/agent/tickets')),
    setAvailability: (availability) => heard(http.put('/agent/availability', { availability })),
    escalations: () => heard(http.get('/escalations')),
    mySessions: () => heard(http.get('/agent/sessions')),
    context: (sessionId) => heard(http.get(at(sessionId))),
    async transcript(sessionId) {
      const messages: Message[] = [];
      for (;;) {
        const after = messages.at(-1)?.seq ?? 0;
        const page = await heard(http.get<MessageList>(`${at(sessionId)}/messages?after=${after}`));
        messages.push(...page.messages);
        // An empty page that promises more would never end.
        if (!page.more || page.messages.length === 0) return messages;
      }
    },
    join: (sessionId) => heard(http.put(`${at(sessionId)}/assignment`)),
    release: (sessionId) => heard(http.delete(`${at(sessionId)}/assignment`)),
    returnToBot: (sessionId) => heard(http.post(`${at(sessionId)}/return-to-bot`)),
    end: (sessionId) => heard(http.post(`${at(sessionId)}/end`)),
    wrapUp: (sessionId, body) => heard(http.post(`${at(sessionId)}/wrap-up`, body)),
  };
}

/** What to tell an agent about a refused command. */
export function explain(error: unknown): string {
  if (!(error instanceof ApiError)) return 'Something went wrong in this page. Reload it.';
  return PROBLEM_WORDS[error.code] ?? error.title;
}
