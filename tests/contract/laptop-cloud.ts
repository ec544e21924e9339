import WebSocket from 'ws';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { Persona } from '../../local/oidc/personas.ts';
import { signInAs } from '../../local/oidc/sign-in.ts';
import type { AgentTicket, CustomerTicket } from '../../protocol/http.ts';
import type { PolicyOverrides } from '../../protocol/parse-policy.ts';
import type { ServerFrame, ServerFrameOf } from '../../protocol/server-frames.ts';
import { createInbox } from '../support/inbox.ts';

/** A laptop cloud with the deployed templates and bundles, on free ports. */
export async function startLaptopCloud(
  options: { personas?: readonly Persona[]; policy?: PolicyOverrides } = {},
): Promise<Cloud> {
  const { policy, ...rest } = options;
  const assemblyDir = await prepareAssembly(() => {}, policy);
  const cloud = await startCloud({ assemblyDir, basePort: 0, ...rest });
  await cloud.warm();
  return cloud;
}

/** A raw socket whose frames can be awaited: no client logic hides what the server does. */
export interface RawSocket {
  send(frame: object | string): void;
  /** The next frame of a type, or one that has come already and was not taken. */
  take<T extends ServerFrame['type']>(type: T): Promise<ServerFrameOf<T>>;
  /** Sends and takes the answer. */
  ask<T extends ServerFrame['type']>(frame: object | string, type: T): Promise<ServerFrameOf<T>>;
  closed: Promise<number>;
  terminate(): void;
}

/** Opens a raw socket; rejects with the HTTP status of a refused handshake. */
export async function openSocket(url: string, origin?: string): Promise<RawSocket> {
  const socket = new WebSocket(url, { ...(origin && { origin }) });
  const inbox = createInbox();
  socket.on('message', (data) => inbox.put(JSON.parse(String(data))));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('unexpected-response', (_request, { statusCode }) => {
      reject(new HandshakeRefused(statusCode ?? 0));
    });
    socket.on('error', reject);
  });
  const send = (frame: object | string) =>
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  return {
    send,
    take: inbox.take,
    ask(frame, type) {
      send(frame);
      return inbox.take(type);
    },
    closed,
    terminate: () => socket.terminate(),
  };
}

/** A handshake that was answered with an HTTP status instead of 101. */
export class HandshakeRefused extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`The handshake was refused with ${status}.`);
    this.status = status;
  }
}

/** The socket's address as the stack outputs give it, with its stage. */
export const socketAddress = (cloud: Cloud) => cloud.outputs.SwitchboardBackend?.SocketUrl ?? '';

/** The two sites' origins, which tickets are bound to. */
export const originsOf = (cloud: Cloud) => ({
  customer: new URL(cloud.urls.widget).origin,
  agent: new URL(cloud.urls.dashboard).origin,
});

/** A JSON request to the HTTP API. */
export async function request<T>(
  cloud: Cloud,
  method: string,
  path: string,
  options: { token?: string; body?: unknown; origin?: string } = {},
): Promise<{ status: number; body: T }> {
  const { token, body, origin } = options;
  const response = await fetch(`${cloud.urls.httpApi}${path}`, {
    method,
    headers: {
      ...(origin && { origin }),
      ...(token && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : null) as T };
}

/** A ticket for a new session, or for the one whose id and key are given. */
export async function customerTicket(cloud: Cloud, body: object = {}): Promise<CustomerTicket> {
  const origin = originsOf(cloud).customer;
  return (await request<CustomerTicket>(cloud, 'POST', '/tickets', { body, origin })).body;
}

/** A customer's socket with its session opened. */
export async function openCustomer(cloud: Cloud, resume: object = {}) {
  const { ticket, sessionId, sessionKey } = await customerTicket(cloud, resume);
  const url = `${socketAddress(cloud)}?ticket=${ticket}`;
  const socket = await openSocket(url, originsOf(cloud).customer);
  await socket.ask({ type: 'session.hello', sessionId, lastSeq: 0 }, 'session.snapshot');
  return { socket, sessionId, sessionKey };
}

/** An agent's ID token by the issuer's real code flow. */
export async function tokenOf(cloud: Cloud, personaSub: string): Promise<string> {
  const { idToken } = await signInAs({
    issuer: cloud.urls.issuer,
    clientId: cloud.outputs.SwitchboardBackend?.ClientId ?? '',
    redirectUri: `${cloud.urls.dashboard}/`,
    personaSub,
  });
  return idToken;
}

/** An agent who is signed in, connected and available. */
export async function openAgent(cloud: Cloud, personaSub: string) {
  const token = await tokenOf(cloud, personaSub);
  const origin = originsOf(cloud).agent;
  const { body } = await request<AgentTicket>(cloud, 'POST', '/agent/tickets', {
    token,
    origin,
    body: {},
  });
  const socket = await openSocket(`${socketAddress(cloud)}?ticket=${body.ticket}`, origin);
  await request(cloud, 'PUT', '/agent/availability', {
    token,
    body: { availability: 'available' },
  });
  const call = <T>(method: string, path: string, requestBody?: unknown) =>
    request<T>(cloud, method, path, { token, body: requestBody });
  return { socket, token, call, agent: body.agent };
}
