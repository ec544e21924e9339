import type { Session } from '../../../lambdas/domain/session.ts';
import type { AgentProfile, Ports } from '../../../lambdas/ports.ts';
import { addNote } from '../../../lambdas/usecases/add-note.ts';
import { rejectOffer } from '../../../lambdas/usecases/answer-offer.ts';
import { acceptOffer, claimSession } from '../../../lambdas/usecases/claim-session.ts';
import { endByAgent } from '../../../lambdas/usecases/end-session.ts';
import { holdSession, resumeSession } from '../../../lambdas/usecases/hold-session.ts';
import {
  releaseSession,
  returnSessionToBot,
  transferSession,
} from '../../../lambdas/usecases/leave-session.ts';
import { readContext } from '../../../lambdas/usecases/read-sessions.ts';
import { reassignSession } from '../../../lambdas/usecases/reassign-session.ts';
import { setAvailability } from '../../../lambdas/usecases/set-availability.ts';
import { submitWrapUp } from '../../../lambdas/usecases/submit-wrap-up.ts';
import type { TransferSession } from '../../../protocol/http.ts';
import type { Availability } from '../../../protocol/vocabulary.ts';
import { memoryStore } from '../../../web/chat-client/store.ts';
import { RequestFailed } from '../platform/api.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Device } from './device.ts';

/** An agent with a desk or two, and the commands that go over HTTP. */
export interface Agent {
  readonly profile: AgentProfile;
  desks(): readonly Desk[];
  /** The desk that the agent works at, if any is open. */
  desk(): Desk | undefined;
  open(): void;
  openSecond(): void;
  reload(): void;
  leave(): void;
  vanish(): void;
  claim(sessionId: string): Promise<void>;
  release(sessionId: string): Promise<void>;
  returnToBot(sessionId: string): Promise<void>;
  end(sessionId: string): Promise<void>;
  wrapUp(sessionId: string): Promise<void>;
  /** Takes the oldest offer, or lets it pass. */
  accept(): Promise<void>;
  reject(): Promise<void>;
  transfer(sessionId: string, to: TransferSession): Promise<void>;
  hold(sessionId: string, on: boolean): Promise<void>;
  note(sessionId: string, text: string): Promise<void>;
  reassign(sessionId: string, agentId: string): Promise<void>;
  choose(availability: Availability): Promise<void>;
  read(sessionId: string): Promise<void>;
}

/** Tries of a command whose outcome is unknown, as a person presses the button again. */
const MOST_TRIES = 3;

/** Makes an agent whose desk is closed. */
export function createAgent(
  device: Device,
  profile: AgentProfile,
  options: { skewMs: number; eager: boolean },
): Agent {
  const store = memoryStore();
  const who = profile.agentId;
  let desks: Desk[] = [];
  let opened = 0;
  const openOne = () => {
    opened += 1;
    const { skewMs, eager } = options;
    const offered = () => {
      if (eager) device.scheduler.after(device.random.int(500, 4000), () => void accept());
    };
    desks.push(openDesk(device, profile, { who: `${who}/${opened}`, store, skewMs, offered }));
  };

  /** The answer, or `null` if it was refused for good or never came. */
  const command = async <T>(
    name: string,
    sessionId: string | undefined,
    run: (ports: Ports) => Promise<T>,
  ): Promise<T | null> => {
    for (let tries = 1; ; tries += 1) {
      try {
        const about = { who, command: name, ...(sessionId && { sessionId }) };
        return await device.api.request(about, run);
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        if (!error.retriable || tries === MOST_TRIES) return null;
        await device.scheduler.sleep(device.random.int(500, 3000));
      }
    }
  };
  const giveAway = async (
    name: string,
    sessionId: string,
    run: (ports: Ports) => Promise<unknown>,
  ) => {
    if (await command(name, sessionId, run)) desks.at(-1)?.drop(sessionId);
    else desks.at(-1)?.reread();
  };

  const take = async (name: string, sessionId: string, run: (ports: Ports) => Promise<Session>) => {
    const done = await command(name, sessionId, run);
    if (done) desks.at(-1)?.take(sessionId, done.version);
    else desks.at(-1)?.reread();
  };
  const accept = async () => {
    const offer = desks.at(-1)?.offers()[0];
    if (!offer) return;
    await take('accept', offer.sessionId, (ports) => acceptOffer(ports, profile, offer));
  };

  return {
    profile,
    desks: () => desks,
    desk: () => desks.at(-1),
    open() {
      if (desks.length === 0) openOne();
      else desks.at(-1)?.wake();
    },
    openSecond() {
      if (desks.length < 2) openOne();
    },
    reload() {
      desks.pop()?.close();
      openOne();
    },
    leave() {
      for (const desk of desks) desk.close();
      desks = [];
    },
    vanish() {
      const id = desks.at(-1)?.connectionId();
      if (id) device.gateway.vanish(id);
    },
    claim: (sessionId) =>
      take('claim', sessionId, (ports) => claimSession(ports, profile, sessionId)),
    accept,
    async reject() {
      const offer = desks.at(-1)?.offers()[0];
      if (!offer) return;
      await command('reject', offer.sessionId, (ports) => rejectOffer(ports, profile, offer));
    },
    transfer: (sessionId, to) =>
      giveAway('transfer', sessionId, (ports) => transferSession(ports, profile, sessionId, to)),
    async hold(sessionId, on) {
      await command(on ? 'hold' : 'resume', sessionId, (ports) =>
        (on ? holdSession : resumeSession)(ports, profile, sessionId),
      );
    },
    async note(sessionId, text) {
      await command('note', sessionId, (ports) => addNote(ports, profile, sessionId, { text }));
    },
    async reassign(sessionId, agentId) {
      await command('reassign', sessionId, (ports) =>
        reassignSession(ports, profile, sessionId, agentId),
      );
      desks.at(-1)?.reread();
    },
    release: (sessionId) =>
      giveAway('release', sessionId, (ports) => releaseSession(ports, profile, sessionId)),
    returnToBot: (sessionId) =>
      giveAway('return to bot', sessionId, (ports) =>
        returnSessionToBot(ports, profile, sessionId),
      ),
    async end(sessionId) {
      await command('end', sessionId, (ports) => endByAgent(ports, profile, sessionId));
    },
    wrapUp: (sessionId) =>
      giveAway('wrap up', sessionId, (ports) =>
        submitWrapUp(ports, profile, sessionId, { disposition: 'resolved' }),
      ),
    async choose(availability) {
      await command('availability', undefined, (ports) =>
        setAvailability(ports, who, availability),
      );
    },
    async read(sessionId) {
      await command('read', sessionId, (ports) => readContext(ports, profile, sessionId));
    },
  };
}
