import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Agent } from '../../../../protocol/agent.ts';
import { useApi } from '../../lib/api-context.ts';

/** Name of the query for all agents. */
export const AGENTS_KEY = ['team', 'agents'] as const;

/** All agents who ever signed in; read again every `everyMs` where that is given. */
export function useAgents(options: {
  enabled?: boolean;
  everyMs?: number;
}): UseQueryResult<readonly Agent[]> {
  const api = useApi();
  return useQuery({
    queryKey: AGENTS_KEY,
    queryFn: async () => (await api.agents()).agents,
    enabled: options.enabled ?? true,
    refetchInterval: options.everyMs ?? false,
  });
}
