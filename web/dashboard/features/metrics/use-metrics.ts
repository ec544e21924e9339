import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Metrics } from '../../../../protocol/http.ts';
import { useHttp } from '../../lib/http-context.ts';
import type { Ticker } from '../../lib/ticker.ts';
import { dayOf } from './days.ts';

/** How often today's figures are read again while they are looked at, in ms. */
const EVERY_MS = 10_000;

/** What was counted on a day such as `2026-01-31`; today's figures stay up to date. */
export function useMetrics(day: string, today: string): UseQueryResult<Metrics> {
  const http = useHttp();
  return useQuery({
    queryKey: ['metrics', day],
    queryFn: () => http.get<Metrics>(`/metrics?day=${encodeURIComponent(day)}`),
    refetchInterval: day === today ? EVERY_MS : false,
  });
}

/** The server's day now; it changes at midnight UTC. */
export function useToday(ticker: Ticker): string {
  return useSyncExternalStore(ticker.subscribe, () => dayOf(ticker.snapshot()));
}
