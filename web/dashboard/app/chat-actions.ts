import type { SessionView, SubmitWrapUp, TransferSession } from '../../../protocol/http.ts';
import type { SessionStatus } from '../../../protocol/vocabulary.ts';
import { ApiError } from '../../chat-client/http.ts';
import { explain } from '../lib/api.ts';
import type { ActionKit } from './action-kit.ts';

/** What an agent does with a session they have. */
export interface ChatActions {
  release(sessionId: string): Promise<void>;
  returnToBot(sessionId: string): Promise<void>;
  /** Null if it was passed on to `to`, else what to tell about the refusal. */
  transfer(sessionId: string, body: TransferSession, to: string): Promise<string | null>;
  hold(sessionId: string): Promise<void>;
  resume(sessionId: string): Promise<void>;
  end(sessionId: string): Promise<void>;
  wrapUp(sessionId: string, body: SubmitWrapUp): Promise<void>;
  /** Null if it was stored, else what to tell about the refusal. */
  addNote(sessionId: string, text: string): Promise<string | null>;
  /** The server says that a held session is in another state now. */
  departed(sessionId: string, status: SessionStatus): void;
}

/** Makes the commands on held sessions. */
export function createChatActions(kit: ActionKit): ChatActions {
  const { api, stores, notices, run, customerOf, leave } = kit;
  const { view, held, busy } = stores;

  /** Gives a session out of the agent's hands and says so. */
  async function giveAway(
    command: string,
    sessionId: string,
    request: () => Promise<unknown>,
    words: (name: string) => string,
  ): Promise<void> {
    await run(`${command}:${sessionId}`, async () => {
      const name = customerOf(sessionId);
      try {
        await request();
      } catch (error) {
        // Whether it happened is not known, or it happened before.
        kit.refetch();
        throw error;
      }
      leave(sessionId);
      notices.show('good', words(name));
    });
  }

  async function changed(command: string, sessionId: string): Promise<void> {
    await run(`hold:${sessionId}`, async () => {
      const { session } = await (command === 'hold' ? api.hold : api.resume)(sessionId);
      held.dispatch({ kind: 'confirmed', session });
      kit.contextChanged(sessionId);
    });
  }

  function confirmEnd(session: SessionView): void {
    const { sessionId } = session;
    held.dispatch({ kind: 'confirmed', session });
    kit.contextChanged(sessionId);
    if (session.status === 'closed') leave(sessionId);
    else if (view.getState().selectedId === sessionId) {
      view.setState({ focus: { target: 'wrap-up', sessionId } });
    }
  }

  return {
    release: (sessionId) =>
      giveAway(
        'release',
        sessionId,
        () => api.release(sessionId),
        (name) => `${name} is back in the queue, in the same place.`,
      ),

    returnToBot: (sessionId) =>
      giveAway(
        'return-to-bot',
        sessionId,
        () => api.returnToBot(sessionId),
        (name) => `${name} is with the assistant again.`,
      ),

    transfer(sessionId, body, to) {
      return run(
        `transfer:${sessionId}`,
        async () => {
          const name = customerOf(sessionId);
          try {
            await api.transfer(sessionId, body);
          } catch (error) {
            throw refusedTransfer(error, to);
          }
          leave(sessionId);
          notices.show(
            'good',
            body.queue
              ? `${name} waits in the ${to} queue now.`
              : `${to} is being asked to take ${name}.`,
          );
        },
        'quiet',
      );
    },

    hold: (sessionId) => changed('hold', sessionId),
    resume: (sessionId) => changed('resume', sessionId),

    async end(sessionId) {
      await run(`end:${sessionId}`, async () => {
        const { session } = await api.end(sessionId);
        confirmEnd(session);
      });
    },

    async wrapUp(sessionId, body) {
      await run(`wrap-up:${sessionId}`, async () => {
        const name = customerOf(sessionId);
        try {
          await api.wrapUp(sessionId, body);
        } catch (error) {
          // Closed meanwhile, for instance because the wrap-up ran out of time.
          if (!(error instanceof ApiError && error.code === 'session_closed')) throw error;
          notices.show('info', explain(error));
          leave(sessionId);
          return;
        }
        leave(sessionId);
        notices.show('good', `Chat with ${name} is wrapped up.`);
      });
    },

    addNote(sessionId, text) {
      return run(
        `note:${sessionId}`,
        async () => {
          await api.addNote(sessionId, text);
          kit.contextChanged(sessionId);
        },
        'quiet',
      );
    },

    departed(sessionId, status) {
      if (status !== 'closed') return;
      const name = customerOf(sessionId);
      if (busy.getState().running.has(`wrap-up:${sessionId}`)) return;
      leave(sessionId);
      notices.show('info', `Chat with ${name} is closed.`);
    },
  };
}

/** These refusals are about the colleague here, not about this agent. */
function refusedTransfer(error: unknown, to: string): unknown {
  if (!(error instanceof ApiError)) return error;
  const code = { agent_not_available: 'colleague_away', at_capacity: 'colleague_full' }[error.code];
  if (!code) return error;
  const title =
    code === 'colleague_full'
      ? `${to} holds as many chats as they may. Choose somebody else, or a queue.`
      : `${to} can’t take chats right now. Choose somebody else, or a queue.`;
  return new ApiError(error.status, { code, title });
}
