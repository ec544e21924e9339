import { defined, type FoundMiss, type Measured } from '../figures.ts';
import type { HandoffJudge, TurnDecision } from '../judges.ts';
import { bootstrap, type Resampling } from '../metrics/bootstrap.ts';
import { countDecisions, scoreDecisions } from '../metrics/decisions.ts';
import { goldenTransfer, type Transfers } from '../metrics/golden-transfer.ts';
import { type HandoffOutcome, handoffTiming } from '../metrics/handoff.ts';
import type { LabelledConversation } from '../sets/types.ts';

const TOLERANCES = [1, 2, 3] as const;

interface Played {
  chat: LabelledConversation;
  /** By turn; ends with the handoff, where the bot falls silent. */
  decisions: TurnDecision[];
  /** The turn of the handoff, from 1; null if none. */
  turn: number | null;
}

/**
 * Plays each chat turn by turn, each with the bot's logged answer to it; the first `hand_over` is
 * the handoff. The controls of the golden transfer hand over at every turn and at none.
 */
export function measureConversations(
  rows: readonly LabelledConversation[],
  judge: HandoffJudge,
  resampling: Resampling,
): Measured {
  const played = rows.map((chat) => play(chat, judge));
  const outcomes = played.map(outcomeOf);
  const timing = handoffTiming(outcomes);
  const decisions = decisionsOf(outcomes);
  const calm = played.filter(({ chat }) => !chat.gold);
  const offered = calm.filter((it) => it.decisions.some(({ band }) => band === 'offer'));
  return {
    figures: defined({
      handoffF1: decisions.f1,
      handoffPrecision: decisions.precision,
      handoffRecall: decisions.recall,
      ...timing,
      offersPer100: (100 * offered.length) / calm.length,
      ...goldenTransfers('', played, ({ turn }) => (turn === null ? [] : [turn])),
      ...goldenTransfers('Always', played, ({ chat }) => chat.turns.map((_, at) => at + 1)),
      ...goldenTransfers('Never', played, () => []),
    }),
    intervals: {
      handoffF1: bootstrap(
        rows.length,
        (sample) => decisionsOf(drawn(outcomes, sample)).f1,
        resampling,
      ),
      withinWindow: bootstrap(
        rows.length,
        (sample) => handoffTiming(drawn(outcomes, sample)).withinWindow,
        resampling,
      ),
    },
    misses: played.flatMap(missesOf),
  };
}

function play(chat: LabelledConversation, judge: HandoffJudge): Played {
  const decisions: TurnDecision[] = [];
  for (let turn = 1; turn <= chat.turns.length; turn++) {
    const decision = judge.decide(chat.turns.slice(0, turn));
    decisions.push(decision);
    if (decision.band === 'hand_over') return { chat, decisions, turn };
  }
  return { chat, decisions, turn: null };
}

function outcomeOf({ chat, decisions, turn }: Played): HandoffOutcome {
  const { gold } = chat;
  const decision = decisions.at(-1);
  return {
    expected: gold && { turn: gold.escalateAt, window: gold.window, priority: gold.priority },
    got: turn !== null && decision ? { turn, priority: decision.priority } : null,
  };
}

function decisionsOf(outcomes: readonly HandoffOutcome[]) {
  return scoreDecisions(
    countDecisions(
      outcomes.map(({ expected }) => expected !== null),
      outcomes.map(({ got }) => got !== null),
    ),
  );
}

function goldenTransfers(
  name: string,
  played: readonly Played[],
  predicted: (it: Played) => number[],
): Record<string, number> {
  const dialogues: Transfers[] = played.map((it) => ({
    expected: it.chat.gold ? [it.chat.gold.escalateAt] : [],
    predicted: predicted(it),
  }));
  return Object.fromEntries(
    TOLERANCES.map((tolerance) => [`gt${tolerance}${name}`, goldenTransfer(dialogues, tolerance)]),
  );
}

/** Wrong decision, wrong moment, or wrong priority: at most one of the first two for a chat. */
function missesOf(it: Played): FoundMiss[] {
  const { expected, got } = outcomeOf(it);
  const { id, turns } = it.chat;
  const seen = Math.max(got?.turn ?? turns.length, expected?.turn ?? 1);
  const common = {
    id,
    text: turns
      .slice(0, seen)
      .map(({ text, bot }, at) => `${at + 1} ${text}${bot ? ` | ${bot.text}` : ''}`)
      .join('\n'),
    score: null,
    explanation: it.decisions.at(-1)?.explain?.() ?? [],
  };
  const turn = { expected: expected?.turn ?? null, got: got?.turn ?? null };
  if ((expected === null) !== (got === null)) return [{ ...common, field: 'handoff', ...turn }];
  if (!expected || !got) return [];
  const misses: FoundMiss[] = [];
  const [from, to] = expected.window;
  if (got.turn < from || got.turn > to) {
    const window = from === to ? `${from}` : `${from} to ${to}`;
    misses.push({ ...common, field: 'window', expected: window, got: got.turn });
  }
  if (got.priority !== expected.priority) {
    const priority = { expected: expected.priority, got: got.priority };
    misses.push({ ...common, field: 'priority', ...priority });
  }
  return misses;
}

function drawn<T>(items: readonly T[], sample: readonly number[]): T[] {
  return sample.flatMap((at) => items[at] ?? []);
}
