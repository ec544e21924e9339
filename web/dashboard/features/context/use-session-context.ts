import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { SessionContext } from '../../../../protocol/http.ts';
import { useApi } from '../../lib/api-context.ts';
import { useSettled } from '../../lib/use-settled.ts';

/** The query's name, for those who know that it is out of date. */
export const contextKey = (sessionId: string) => ['context', sessionId] as const;

/** What is known of a session beside its transcript: why it was escalated, and what became of it. */
export function useSessionContext(sessionId: string): UseQueryResult<SessionContext> {
  const api = useApi();
  const settled = useSettled(sessionId);
  return useQuery({
    queryKey: contextKey(sessionId),
    queryFn: () => api.context(sessionId),
    enabled: settled,
    staleTime: 30_000,
  });
}
