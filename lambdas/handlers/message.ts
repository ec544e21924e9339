import { warmUp } from '../analysis/analyzer.ts';
import { reportRefusal } from '../runtime/report-refusal.ts';
import { wireAnswerer, wireBot, wirePorts } from '../runtime/wiring.ts';
import { answerFrame, problemFrame } from '../socket/answer-frame.ts';
import { callerOf, type SocketEvent } from '../socket/caller.ts';
import { parseFrame, refOf } from '../socket/parse-frame.ts';

const ports = wirePorts();
const bot = wireBot();
ports.answerer = await wireAnswerer(ports.telemetry);
warmUp(ports.analyzer);

/** Answers a frame by the route response. Whatever goes wrong becomes a `problem` frame. */
export async function handler(event: SocketEvent): Promise<{ statusCode: number; body?: string }> {
  const ref = event.requestContext.requestId;
  try {
    const answer = await answerFrame(ports, bot, callerOf(event), parseFrame(event.body));
    return { statusCode: 200, ...(answer && { body: JSON.stringify(answer) }) };
  } catch (error) {
    reportRefusal(ports.telemetry, error, ref);
    return { statusCode: 200, body: JSON.stringify(problemFrame(error, ref, refOf(event.body))) };
  }
}
