import { describe, expect, test } from 'vitest';
import type { Metrics, Totals } from '../../../../protocol/http.ts';
import { metricsCsv, toCsv } from '../../../../web/dashboard/features/metrics/csv.ts';
import { dayAfter, dayOf, isDay } from '../../../../web/dashboard/features/metrics/days.ts';
import {
  agentFigures,
  figuresOf,
  longest,
  queueFigures,
  reasonBars,
} from '../../../../web/dashboard/features/metrics/figures.ts';
import {
  duration,
  percent,
  QUEUES,
  rating,
  reasonWords,
} from '../../../../web/dashboard/features/metrics/words.ts';

const NOTHING: Totals = {
  sessions: 0,
  escalations: 0,
  handled: 0,
  abandoned: 0,
  cancelled: 0,
  deferred: 0,
  returnedToBot: 0,
  answeredInTime: 0,
  waitMs: 0,
  handleMs: 0,
  firstReplyMs: 0,
  firstReplies: 0,
  transfers: 0,
  requeues: 0,
  missedOffers: 0,
  csatSum: 0,
  csatCount: 0,
};

const BUSY: Totals = {
  ...NOTHING,
  sessions: 40,
  escalations: 10,
  handled: 6,
  abandoned: 1,
  cancelled: 2,
  deferred: 1,
  answeredInTime: 4,
  waitMs: 6 * 90_000,
  handleMs: 6 * 300_000,
  firstReplyMs: 5 * 20_000,
  firstReplies: 5,
  transfers: 2,
  requeues: 1,
  missedOffers: 3,
  csatSum: 13,
  csatCount: 3,
};

function day(change: Partial<Metrics> = {}): Metrics {
  const each = <T>(value: T) => ({
    billing: value,
    technical: value,
    retention: value,
    general: value,
  });
  return {
    day: '2026-11-22',
    total: NOTHING,
    queues: each(NOTHING),
    agents: {},
    reasons: {},
    longestWaitMs: each(0),
    waiting: each({ count: 0, longestWaitMs: 0, agentsAvailable: 0 }),
    serviceLevelMs: 60_000,
    serverTime: 0,
    ...change,
  };
}

describe('figures', () => {
  test('a day without a chat has counts of 0 and no averages', () => {
    const figures = figuresOf(NOTHING);

    expect(figures.handled).toBe(0);
    expect([
      figures.averageWaitMs,
      figures.averageFirstReplyMs,
      figures.averageHandleMs,
      figures.serviceLevel,
      figures.handoffRate,
      figures.csat,
    ]).toEqual([null, null, null, null, null, null]);
  });

  test('averages divide by what they are averages of', () => {
    const figures = figuresOf(BUSY);

    expect(figures.averageWaitMs).toBe(90_000);
    expect(figures.averageHandleMs).toBe(300_000);
    expect(figures.averageFirstReplyMs).toBe(20_000);
    expect(figures.handoffRate).toBe(0.25);
    expect(figures.csat).toBeCloseTo(13 / 3);
  });

  test('the service level counts those who gave up or left a message, not those who changed their mind', () => {
    expect(figuresOf(BUSY).serviceLevel).toBe(4 / (6 + 1 + 1));
  });

  test('a queue or a day that the answer leaves out counts as nothing', () => {
    const gaps = day({ queues: {}, waiting: {}, longestWaitMs: {} } as unknown as Partial<Metrics>);

    const [billing] = queueFigures(gaps, ['billing']);

    expect(billing).toMatchObject({ handled: 0, waiting: 0, longestWaitMs: null, csat: null });
    expect(longest(gaps, QUEUES)).toBeNull();
  });

  test('the longest wait is the longest of all queues', () => {
    const metrics = day({
      longestWaitMs: { billing: 5_000, technical: 90_000, retention: 0, general: 7_000 },
    });

    expect(longest(metrics, QUEUES)).toBe(90_000);
    expect(longest(metrics, ['billing'])).toBe(5_000);
  });

  test('agents are listed by name, and by id while the name is unknown', () => {
    const metrics = day({ agents: { a1: BUSY, a2: NOTHING } });

    const agents = agentFigures(metrics, new Map([['a1', 'Zoe']]));

    expect(agents.map(({ name, handled }) => [name, handled])).toEqual([
      ['a2', 0],
      ['Zoe', 6],
    ]);
  });

  test('reasons come most frequent first, as shares of the most frequent', () => {
    const bars = reasonBars({ 'topic.legal': 0, 'request.explicit': 4, 'sentiment.anger': 8 });

    expect(bars).toEqual([
      { code: 'sentiment.anger', count: 8, share: 1 },
      { code: 'request.explicit', count: 4, share: 0.5 },
    ]);
  });
});

describe('words', () => {
  test('what cannot be divided is a dash', () => {
    expect([duration(null), percent(null), rating(null)]).toEqual(['–', '–', '–']);
  });

  test('durations, shares and ratings read as people write them', () => {
    expect([duration(65_000), percent(0.824), rating(13 / 3)]).toEqual(['1:05', '82 %', '4.3']);
    expect([duration(0), percent(0)]).toEqual(['0:00', '0 %']);
  });

  test('a reason of a later release is shown as it is', () => {
    expect(reasonWords('topic.legal')).toBe('Legal or regulator');
    expect(reasonWords('topic.new')).toBe('topic.new');
    expect(reasonWords('toString')).toBe('toString');
  });
});

describe('days', () => {
  test('a day is that of UTC', () => {
    expect(dayOf(Date.parse('2026-01-31T23:59:59Z'))).toBe('2026-01-31');
  });

  test('days go on over months and leap days', () => {
    expect(dayAfter('2026-03-01', -1)).toBe('2026-02-28');
    expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29');
  });

  test.each(['', '2026-02-30', '2026-13-01', '26-01-01', 'today'])('%s is no day', (text) => {
    expect(isDay(text)).toBe(false);
  });
});

describe('CSV', () => {
  test('cells with commas, quotes or line ends are quoted', () => {
    expect(toCsv([['a,b', 'say "x"', 'two\nlines', 'plain']])).toBe(
      '\uFEFF"a,b","say ""x""","two\nlines",plain\r\n',
    );
  });

  test.each(['=1+1', '+44', '-2', '@sum', '\tx'])('%j is no formula', (text) => {
    expect(toCsv([[text]])).toBe(`\uFEFF'${text}\r\n`);
  });

  test('numbers stay numbers, below zero too, and nothing stays empty', () => {
    expect(toCsv([[-1.5, null, 0]])).toBe('\uFEFF-1.5,,0\r\n');
  });

  test('a day becomes a line for the whole, each queue, each agent and each reason', () => {
    const metrics = day({ total: BUSY, agents: { a1: BUSY }, reasons: { 'topic.legal': 2 } });

    const csv = metricsCsv(metrics, agentFigures(metrics, new Map([['a1', '=Eve']])));

    const lines = csv.trimEnd().split('\r\n');
    const width = lines[0]?.split(',').length;
    expect(lines).toHaveLength(1 + 1 + QUEUES.length + 1 + 1);
    expect(lines.every((line) => line.split(',').length === width)).toBe(true);
    expect(lines[1]).toMatch(/^2026-11-22,total,all,10,6,1,1,2,0,90,,20,300,0\.5,0\.25,/);
    expect(lines.at(-2)).toContain("agent,'=Eve,");
    expect(lines.at(-1)).toMatch(/^2026-11-22,reason,topic\.legal,,.*,2$/);
  });
});
