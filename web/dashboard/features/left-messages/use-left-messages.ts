import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { LeftMessage, LeftMessageList } from '../../../../protocol/http.ts';
import { useHttp } from '../../lib/http-context.ts';
import { countOpen } from './left-messages.ts';

/** Name of the query for the left messages. */
export const LEFT_MESSAGES_KEY = ['left-messages'] as const;

/** How often the list is read again for the count beside the navigation, in ms. */
const COUNT_EVERY_MS = 120_000;

/** The same while the list is on show, in ms. */
const SHOWN_EVERY_MS = 20_000;

/** The left messages of the agent's queues, kept up to date while on show. */
export function useLeftMessages(): UseQueryResult<readonly LeftMessage[]> {
  return useList(SHOWN_EVERY_MS);
}

/** How many left messages nobody has taken care of; 0 until known. */
export function useOpenLeftMessages(): number {
  return countOpen(useList(COUNT_EVERY_MS).data ?? []);
}

function useList(everyMs: number): UseQueryResult<readonly LeftMessage[]> {
  const http = useHttp();
  return useQuery({
    queryKey: LEFT_MESSAGES_KEY,
    queryFn: async () => (await http.get<LeftMessageList>('/left-messages')).messages,
    refetchInterval: everyMs,
    staleTime: SHOWN_EVERY_MS / 2,
  });
}
