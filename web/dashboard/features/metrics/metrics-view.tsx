import { useState } from 'react';
import { useStore } from 'zustand';
import type { Metrics } from '../../../../protocol/http.ts';
import { useDesk } from '../../app/desk-context.tsx';
import { Button } from '../../lib/button.tsx';
import { EmptyState } from '../../lib/empty-state.tsx';
import page from '../../lib/view-page.module.css';
import { Loading, ViewPage } from '../../lib/view-page.tsx';
import { QUEUE_WORDS } from '../../lib/words.ts';
import { useAgents } from '../team/use-agents.ts';
import { metricsCsv } from './csv.ts';
import { dayAfter, isDay } from './days.ts';
import { download } from './download.ts';
import { type Column, FigureTable } from './figure-table.tsx';
import {
  type AgentFigures,
  agentFigures,
  type Figures,
  type QueueFigures,
  queueFigures,
  reasonBars,
} from './figures.ts';
import styles from './metrics.module.css';
import { Tiles } from './tiles.tsx';
import { useMetrics, useToday } from './use-metrics.ts';
import { duration, percent, QUEUES, rating, reasonWords } from './words.ts';

/** What was counted on a day, and what waits now. */
export default function MetricsView() {
  const { desk, ticker } = useDesk();
  const supervisor = useStore(desk.agent, ({ agent }) => agent?.supervisor ?? false);
  const today = useToday(ticker);
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen ?? today;
  const metrics = useMetrics(day, today);
  const colleagues = useAgents({ enabled: supervisor });
  const names = new Map(colleagues.data?.map(({ agentId, name }) => [agentId, name]));
  const agents = metrics.data && supervisor ? agentFigures(metrics.data, names) : [];
  const show = (next: string) => setChosen(next === today ? null : next);

  return (
    <ViewPage
      title="Metrics"
      about="Days begin and end at midnight UTC. A chat counts on the day it ended."
      query={metrics}
      controls={
        <>
          <Button icon="back" label="Day before" onPress={() => show(dayAfter(day, -1))} />
          <input
            type="date"
            className={page.field}
            aria-label="Day"
            value={day}
            max={today}
            onChange={({ target }) => {
              if (isDay(target.value) && target.value <= today) show(target.value);
            }}
          />
          <Button
            icon="forward"
            label="Day after"
            disabled={day === today}
            onPress={() => show(dayAfter(day, 1))}
          />
          <Button disabled={day === today} onPress={() => show(today)}>
            Today
          </Button>
          <Button
            icon="download"
            disabled={!metrics.data}
            onPress={() => {
              if (!metrics.data) return;
              download(`switchboard-${day}.csv`, metricsCsv(metrics.data, agents));
            }}
          >
            Export CSV
          </Button>
        </>
      }
    >
      {metrics.data ? (
        <>
          {day === today ? <Now metrics={metrics.data} /> : null}
          <Tiles metrics={metrics.data} />
          <FigureTable
            caption="By queue"
            of="Queue"
            rows={queueFigures(metrics.data, QUEUES)}
            rowKey={({ queue }) => queue}
            name={({ queue }) => QUEUE_WORDS[queue]}
            columns={QUEUE_COLUMNS}
          />
          {supervisor ? <ByAgent agents={agents} /> : null}
          <Reasons metrics={metrics.data} />
        </>
      ) : (
        <Loading query={metrics} what="figures" />
      )}
    </ViewPage>
  );
}

const NOW_COLUMNS: readonly Column<QueueFigures>[] = [
  { head: 'Waiting', cell: ({ waiting }) => waiting },
  {
    head: 'Longest wait',
    cell: ({ waiting, waitingLongestMs }) => duration(waiting > 0 ? waitingLongestMs : null),
  },
  { head: 'Agents available', cell: ({ agentsAvailable }) => agentsAvailable },
];

const COLUMNS: readonly Column<Figures>[] = [
  { head: 'Handled', cell: ({ handled }) => handled },
  { head: 'First reply', title: 'Average time to the first reply', cell: firstReply },
  { head: 'Handle time', title: 'Average handle time', cell: handleTime },
  { head: 'Transfers', cell: ({ transfers }) => transfers },
  { head: 'Re-queues', cell: ({ requeues }) => requeues },
  { head: 'Missed offers', cell: ({ missedOffers }) => missedOffers },
  { head: 'CSAT', title: 'Customer satisfaction, 1 to 5', cell: ({ csat }) => rating(csat) },
];

const QUEUE_COLUMNS: readonly Column<QueueFigures>[] = [
  { head: 'Requests', title: 'Requests for a person', cell: ({ escalations }) => escalations },
  { head: 'Abandoned', cell: ({ abandoned }) => abandoned },
  { head: 'Left message', cell: ({ deferred }) => deferred },
  {
    head: 'Service level',
    title: 'Share answered in time',
    cell: ({ serviceLevel }) => percent(serviceLevel),
  },
  {
    head: 'Avg wait',
    title: 'Average wait until an agent took it',
    cell: ({ averageWaitMs }) => duration(averageWaitMs),
  },
  { head: 'Longest wait', cell: ({ longestWaitMs }) => duration(longestWaitMs) },
  ...COLUMNS,
];

function firstReply({ averageFirstReplyMs }: Figures): string {
  return duration(averageFirstReplyMs);
}

function handleTime({ averageHandleMs }: Figures): string {
  return duration(averageHandleMs);
}

function Now({ metrics }: { metrics: Metrics }) {
  const asOf = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
  return (
    <FigureTable
      caption={`Waiting now, as of ${asOf.format(metrics.serverTime)}`}
      of="Queue"
      rows={queueFigures(metrics, QUEUES)}
      rowKey={({ queue }) => queue}
      name={({ queue }) => QUEUE_WORDS[queue]}
      columns={NOW_COLUMNS}
    />
  );
}

function ByAgent({ agents }: { agents: readonly AgentFigures[] }) {
  if (agents.length === 0) return null;
  return (
    <FigureTable
      caption="By agent"
      of="Agent"
      rows={agents}
      rowKey={({ agentId }) => agentId}
      name={({ name }) => name}
      columns={COLUMNS}
    />
  );
}

function Reasons({ metrics }: { metrics: Metrics }) {
  const bars = reasonBars(metrics.reasons);
  return (
    <section className={page.card} aria-label="Why chats were escalated">
      <h3>Why chats were escalated</h3>
      {bars.length === 0 ? (
        <EmptyState icon="metrics" title="No escalation ended on this day." />
      ) : (
        <ol className={styles.bars}>
          {bars.map(({ code, count, share }) => (
            <li key={code}>
              <span>{reasonWords(code)}</span>
              <progress className={styles.bar} max={1} value={share} aria-hidden="true" />
              <span className="tabular">{count}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
