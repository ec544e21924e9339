import { v7 as uuidv7 } from 'uuid';
import { signInAs } from '../../local/oidc/sign-in.ts';
import type {
  AgentTicket,
  CreateTicket,
  CustomerTicket,
  NoteResult,
  SessionResult,
  TransferSession,
} from '../../protocol/http.ts';
import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import type { Availability } from '../../protocol/vocabulary.ts';
import { createHttp } from '../../web/chat-client/http.ts';
import { type OpenWire, openWebSocket, type Wire } from './wire.ts';

/** Stack outputs, as a deployment writes them. */
export type Outputs = Record<string, Record<string, string>>;

/** A customer that does one thing at a time; each step is one event for the cloud. */
export interface Customer {
  sessionId(): string;
  wire(): Wire;
  /** A ticket for a new session the first time, for the same one from then on. */
  ticket(): Promise<string>;
  /** A ticket for the sequel of the session, which has ended. */
  sequelTicket(): Promise<string>;
  /** Opens a socket with a ticket; an older one stays open. */
  connect(ticket: string): Promise<void>;
  hello(): Promise<ServerFrameOf<'session.snapshot'>>;
  say(text: string): Promise<ServerFrameOf<'message.ack'>>;
  /** Sends a frame about the session that needs nothing else. */
  send(type: 'escalation.request' | 'escalation.cancel' | 'session.end'): void;
}

/** An agent that does one thing at a time. */
export interface Agent {
  wire(): Wire;
  ticket(): Promise<string>;
  connect(ticket: string): Promise<void>;
  setAvailability(availability: Availability): Promise<void>;
  heartbeat(): Promise<ServerFrameOf<'agent.status_changed'>>;
  claim(sessionId: string): Promise<SessionResult>;
  /** Gives the session to somebody else; for supervisors. */
  assign(sessionId: string, agentId: string): Promise<SessionResult>;
  release(sessionId: string): Promise<SessionResult>;
  /** A command about a session that answers with the session. */
  command(
    sessionId: string,
    name: 'hold' | 'resume' | 'end' | 'return-to-bot',
  ): Promise<SessionResult>;
  transfer(sessionId: string, target: TransferSession): Promise<SessionResult>;
  wrapUp(sessionId: string): Promise<SessionResult>;
  note(sessionId: string, text: string): Promise<NoteResult>;
  answer(offer: OfferToAnswer, answer: 'accept' | 'reject'): Promise<void>;
  /** What the dashboard reads. */
  read(path: string): Promise<unknown>;
  hello(sessionId: string): Promise<ServerFrameOf<'session.snapshot'>>;
  say(sessionId: string, text: string): Promise<ServerFrameOf<'message.ack'>>;
}

/** An offer as it was made. */
export type OfferToAnswer = ServerFrameOf<'offer.created'>;

/** Makes a customer; nothing is sent before the first ticket. */
export function createCustomer(outputs: Outputs, open: OpenWire = openWebSocket): Customer {
  const { socketUrl, apiUrl, widgetOrigin: origin } = addressesOf(outputs);
  const http = createHttp({ apiUrl, headers: () => ({ origin }) });
  let credentials: { sessionId: string; sessionKey: string } | undefined;
  let wire: Wire | undefined;
  let cseq = 0;
  const sessionId = () => present(credentials).sessionId;
  const ticketFor = async (body: CreateTicket) => {
    const { ticket, ...pair } = await http.post<CustomerTicket>('/tickets', body);
    credentials = { sessionId: pair.sessionId, sessionKey: pair.sessionKey };
    return ticket;
  };
  return {
    sessionId,
    wire: () => present(wire),
    ticket: () =>
      ticketFor(credentials ?? { customer: { name: 'Bea Nchmark', plan: 'Fibre 300' } }),
    sequelTicket() {
      cseq = 0;
      return ticketFor({ continuedFrom: present(credentials) });
    },
    async connect(ticket) {
      wire = await open({ socketUrl, origin, ticket });
    },
    hello: () => hello(present(wire), sessionId()),
    say(text) {
      cseq += 1;
      return say(present(wire), sessionId(), cseq, text);
    },
    send: (type) => present(wire).send({ type, sessionId: sessionId() }),
  };
}

/** Signs an agent in; they are offline until connected and away until made available. */
export async function createAgent(outputs: Outputs, personaSub: string): Promise<Agent> {
  const { socketUrl, apiUrl, dashboardOrigin: origin, issuer, clientId } = addressesOf(outputs);
  const redirectUri = `${origin}/`;
  const { idToken } = await signInAs({ issuer, clientId, redirectUri, personaSub });
  const headers = { origin, authorization: `Bearer ${idToken}` };
  const http = createHttp({ apiUrl, headers: () => headers });
  const cseqs = new Map<string, number>();
  let wire: Wire | undefined;
  return {
    wire: () => present(wire),
    async ticket() {
      return (await http.post<AgentTicket>('/agent/tickets', {})).ticket;
    },
    async connect(ticket) {
      wire = await openWebSocket({ socketUrl, origin, ticket });
    },
    async setAvailability(availability) {
      await http.put('/agent/availability', { availability });
    },
    heartbeat() {
      present(wire).send({ type: 'agent.heartbeat' });
      return present(wire).take('agent.status_changed');
    },
    claim: (sessionId) => http.put(`/sessions/${sessionId}/assignment`),
    assign: (sessionId, agentId) => http.put(`/sessions/${sessionId}/assignment`, { agentId }),
    release: (sessionId) => http.delete(`/sessions/${sessionId}/assignment`),
    command: (sessionId, name) => http.post(`/sessions/${sessionId}/${name}`),
    transfer: (sessionId, target) => http.post(`/sessions/${sessionId}/transfer`, target),
    wrapUp: (sessionId) => http.post(`/sessions/${sessionId}/wrap-up`, { disposition: 'resolved' }),
    note: (sessionId, text) => http.post(`/sessions/${sessionId}/notes`, { text }),
    async answer({ offerId, card: { sessionId } }, answer) {
      await http.post(`/offers/${offerId}/${answer}`, { sessionId });
    },
    read: (path) => http.get(path),
    hello: (sessionId) => hello(present(wire), sessionId),
    say(sessionId, text) {
      const cseq = (cseqs.get(sessionId) ?? 0) + 1;
      cseqs.set(sessionId, cseq);
      return say(present(wire), sessionId, cseq, text);
    },
  };
}

function hello(wire: Wire, sessionId: string) {
  wire.send({ type: 'session.hello', sessionId, lastSeq: 0 });
  return wire.take('session.snapshot');
}

function say(wire: Wire, sessionId: string, cseq: number, text: string) {
  wire.send({ type: 'message.send', sessionId, id: uuidv7(), cseq, text });
  return wire.take('message.ack');
}

function addressesOf({ SwitchboardBackend: backend = {}, SwitchboardWeb: web = {} }: Outputs) {
  return {
    socketUrl: present(backend.SocketUrl),
    apiUrl: present(backend.ApiUrl),
    issuer: present(backend.Issuer),
    clientId: present(backend.ClientId),
    widgetOrigin: new URL(present(web.WidgetUrl)).origin,
    dashboardOrigin: new URL(present(web.DashboardUrl)).origin,
  };
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A step came before the one that it needs.');
  return value;
}
