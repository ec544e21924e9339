import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SessionContext } from '../../../../protocol/http.ts';
import type { Message } from '../../../../protocol/message.ts';
import { useApi } from '../../lib/api-context.ts';
import { useHttp } from '../../lib/http-context.ts';
import { contextKey } from '../context/use-session-context.ts';
import { lastSystemSeq, readOn } from './follow.ts';

/** How often a monitored transcript is read on, in ms. */
const TRANSCRIPT_EVERY_MS = 3_000;

/** The same for what is known beside it; a system entry in the transcript brings it forward. */
const CONTEXT_EVERY_MS = 15_000;

/** What is known of a session beside its transcript, kept up to date while shown. */
export function useWatchedContext(
  sessionId: string,
  everyMs: number,
): UseQueryResult<SessionContext> {
  const api = useApi();
  return useQuery({
    queryKey: contextKey(sessionId),
    queryFn: () => api.context(sessionId),
    refetchInterval: everyMs,
    staleTime: everyMs / 2,
  });
}

/** Follows somebody else's chat without a trace in it, for as long as the caller is on show. */
export function useMonitor(sessionId: string): {
  transcript: UseQueryResult<readonly Message[]>;
  context: UseQueryResult<SessionContext>;
} {
  const http = useHttp();
  const queries = useQueryClient();
  const key = ['team', 'transcript', sessionId] as const;
  const transcript = useQuery({
    queryKey: key,
    queryFn: () => readOn(http, sessionId, queries.getQueryData<readonly Message[]>(key) ?? []),
    refetchInterval: TRANSCRIPT_EVERY_MS,
  });
  const context = useWatchedContext(sessionId, CONTEXT_EVERY_MS);
  const changed = transcript.data ? lastSystemSeq(transcript.data) : 0;
  useEffect(() => {
    if (changed > 0) void queries.invalidateQueries({ queryKey: contextKey(sessionId) });
  }, [changed, sessionId, queries]);
  return { transcript, context };
}
