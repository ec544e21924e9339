import type { ClientFrameOf } from '../../protocol/client-frames.ts';
import type { ServerFrameOf } from '../../protocol/server-frames.ts';
import type { Bot } from '../bot/types.ts';
import type { Change } from '../domain/change.ts';
import { agentSays, customerSays, type JudgedTurn } from '../domain/conversation.ts';
import type { Session } from '../domain/session.ts';
import { agentSender, findRetry, forCustomer, pageOf } from '../domain/transcript.ts';
import type { Ports, PushResult } from '../ports.ts';
import { changeSession } from './change-session.ts';
import { agentUpdate, customerUpdate, tellCustomer, updateOf } from './notify.ts';
import { type Rephrasing, rephrased, rephraseReply } from './rephrase-reply.ts';
import { tellAgent } from './tell-agents.ts';

type MessageSend = ClientFrameOf<'message.send'>;
type MessageAck = ServerFrameOf<'message.ack'>;

/** Most entries that can follow a message before its sender's next one is answered at once. */
const REPLAY_LIMIT = 20;

/**
 * The customer says something: stored with the bot's reply, handed to the analyzer if it might
 * need a person, pushed to the agent if one is there, and only then acknowledged.
 *
 * @throws SwitchboardError with the code of docs/PROTOCOL.md; UnavailableError after the commit
 *   means stored but not handed on: the same frame again finishes it.
 */
export async function acceptCustomerMessage(
  ports: Ports,
  bot: Bot,
  frame: MessageSend,
): Promise<MessageAck> {
  const judge = (session: Session): JudgedTurn => {
    const { signals } = session;
    const reply = bot.answer(frame.text, signals);
    const screening = ports.analyzer.screen({ text: frame.text, bot: reply }, signals);
    const choices = reply.choices.length > 0 && { choices: reply.choices };
    return { reply, ...screening, signals: { ...screening.signals, ...choices } };
  };
  const { known, words } = await beforehand(ports, frame, judge);
  const { session, change } = await changeSession(
    ports,
    frame.sessionId,
    (session, now) =>
      findRetry(session, 'customer', frame)
        ? null
        : customerSays(session, frame, now, (at) => rephrased(judge(at), words)),
    known,
  );
  return change
    ? finishCustomerMessage(ports, frame, change)
    : answerCustomerRetry(ports, frame, session);
}

/**
 * The session's agent says something: stored, pushed to the customer, acknowledged.
 *
 * @throws SwitchboardError with the code of docs/PROTOCOL.md.
 */
export async function acceptAgentMessage(
  ports: Ports,
  agentId: string,
  frame: MessageSend,
): Promise<MessageAck> {
  const { session, change } = await changeSession(ports, frame.sessionId, (session, now) =>
    findRetry(session, agentSender(agentId), frame)
      ? null
      : agentSays(session, agentId, frame, now),
  );
  if (change) {
    const pushed = await tellCustomer(ports, change.after, {
      type: 'message.created',
      ...customerUpdate(change),
    });
    return ack(frame, change.after.seq, agentUpdate(change), pushed);
  }
  // Who no longer holds the session learns that the message arrived, and nothing that followed.
  const holds = session.assignment?.agentId === agentId;
  const limit = holds ? REPLAY_LIMIT : 1;
  const { seq, messages } = await stored(ports, session, agentSender(agentId), limit);
  const pushed = holds
    ? await tellCustomer(ports, session, {
        type: 'message.created',
        ...updateOf(session, forCustomer(messages)),
      })
    : 'absent';
  return ack(frame, seq, updateOf(session, messages), pushed);
}

/**
 * Where the bot's answers are put into other words, that takes seconds and happens once, before
 * the commit and never again for a lost race or a retry. What would be refused is refused here.
 */
async function beforehand(
  ports: Ports,
  frame: MessageSend,
  judge: (session: Session) => JudgedTurn,
): Promise<{ known: Session | null; words: Rephrasing | null }> {
  const { answerer } = ports;
  const known = answerer ? await ports.sessions.get(frame.sessionId) : null;
  if (!answerer || !known || findRetry(known, 'customer', frame)) return { known, words: null };
  let turn: JudgedTurn | undefined;
  customerSays(known, frame, ports.clock.now(), (session) => {
    turn = judge(session);
    return turn;
  });
  return { known, words: turn ? await rephraseReply(answerer, known, frame.text, turn) : null };
}

async function finishCustomerMessage(
  ports: Ports,
  frame: MessageSend,
  change: Change,
): Promise<MessageAck> {
  const { after } = change;
  const { candidate } = after;
  if (candidate?.seq === after.seq) {
    await ports.queues.candidate({ sessionId: after.sessionId, seq: candidate.seq });
  }
  const pushed = await tellAgent(ports, after, { type: 'message.created', ...agentUpdate(change) });
  return ack(frame, change.before.seq + 1, customerUpdate(change), pushed);
}

/** The message is stored already; what may have been missed after the commit is done again. */
async function answerCustomerRetry(
  ports: Ports,
  frame: MessageSend,
  session: Session,
): Promise<MessageAck> {
  if (session.candidate) {
    await ports.queues.candidate({ sessionId: session.sessionId, seq: session.candidate.seq });
  }
  const { seq, messages } = await stored(ports, session, 'customer', REPLAY_LIMIT);
  const pushed = await tellAgent(ports, session, {
    type: 'message.created',
    ...updateOf(session, messages),
  });
  return ack(frame, seq, updateOf(session, forCustomer(messages)), pushed);
}

/** The sender's last message and what followed it. */
async function stored(ports: Ports, session: Session, sender: string, limit: number) {
  const seq = session.last[sender]?.seq ?? session.seq;
  const messages = await ports.sessions.messagesAfter(session.sessionId, seq - 1, limit);
  return { seq, messages: pageOf(messages) };
}

function ack(
  { id, cseq }: MessageSend,
  seq: number,
  update: ReturnType<typeof updateOf>,
  pushed: PushResult | 'absent',
): MessageAck {
  return { type: 'message.ack', id, cseq, seq, ...update, delivered: pushed === 'delivered' };
}
