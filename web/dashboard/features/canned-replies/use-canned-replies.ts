import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { CannedReplies } from '../../../../protocol/http.ts';
import { useApi } from '../../lib/api-context.ts';
import { useHttp } from '../../lib/http-context.ts';
import { CANNED_KEY } from '../conversation/canned.ts';

/** The replies as the server holds them. */
export function useCannedReplies(): UseQueryResult<CannedReplies> {
  const api = useApi();
  return useQuery({ queryKey: CANNED_KEY, queryFn: api.cannedReplies });
}

/** Saves all replies at once; rejects with `ApiError`, `stale_version` if somebody else was first. */
export function useSaveCannedReplies() {
  const http = useHttp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (replies: CannedReplies) => http.put('/canned-replies', replies),
    // Also after a refusal: it may mean that there is a newer version to go on from.
    onSettled: () => queries.invalidateQueries({ queryKey: CANNED_KEY }),
  });
}
