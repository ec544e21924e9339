import WebSocket from 'ws';
import type { Message } from '../../../protocol/message.ts';
import type { ServerFrame } from '../../../protocol/server-frames.ts';
import type { SocketConstructor } from '../../../web/chat-client/socket.ts';
import { type Counts, countRefusal } from './counts.ts';

/** What the sockets of one person carried about one session. */
export interface Tape {
  acks: { id: string; seq: number }[];
  heard: Message[];
}

/** Sockets of one person that can be cut like a cable, with everything they carry on tape. */
export interface TappedSockets {
  ctor: SocketConstructor;
  tape(sessionId: string): Tape;
  /** Cuts the cable: no closing handshake. */
  cut(): void;
}

/** Makes them; they show `origin` as a browser does. */
export function tappedSockets(origin: string, counts: Counts): TappedSockets {
  const open = new Set<WebSocket>();
  const tapes = new Map<string, Tape>();
  const sent = new Set<string>();
  let opened = 0;

  const tape = (sessionId: string): Tape => {
    const known = tapes.get(sessionId) ?? { acks: [], heard: [] };
    tapes.set(sessionId, known);
    return known;
  };
  const heard = (frame: Partial<ServerFrame>) => {
    // The gateway's own errors have no type.
    if (frame.type === undefined) countRefusal(counts, 'gateway');
    if (frame.type === 'problem') countRefusal(counts, frame.code ?? 'none');
    if (!('messages' in frame) || !frame.sessionId) return;
    const { acks, heard } = tape(frame.sessionId);
    heard.push(...(frame.messages ?? []));
    if (frame.type === 'message.ack') acks.push({ id: frame.id ?? '', seq: frame.seq ?? 0 });
  };
  const said = (frame: { type: string; id?: string }) => {
    if (frame.type !== 'message.send' || !frame.id) return;
    if (sent.has(frame.id)) counts.messagesResent += 1;
    sent.add(frame.id);
  };

  const ctor = class extends WebSocket {
    constructor(url: string) {
      super(url, { origin });
      open.add(this);
      opened += 1;
      if (opened > 1) counts.reconnects += 1;
      // The client hears of a refused or cut handshake by the close that follows.
      this.on('error', () => {});
      this.on('close', () => open.delete(this));
      this.on('message', (data) => heard(JSON.parse(String(data))));
    }

    override send(data: string): void {
      said(JSON.parse(data));
      super.send(data);
    }
  };
  return {
    ctor: ctor as unknown as SocketConstructor,
    tape,
    cut() {
      for (const socket of open) socket.terminate();
    },
  };
}
