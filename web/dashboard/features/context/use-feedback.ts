import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FeedbackResult, GiveFeedback, SessionContext } from '../../../../protocol/http.ts';
import { useHttp } from '../../lib/http-context.ts';
import { contextKey } from './use-session-context.ts';

/** Says whether the latest escalation came at the right time; rejects with `ApiError`. */
export function useGiveFeedback(sessionId: string) {
  const http = useHttp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (given: GiveFeedback) =>
      http.put<FeedbackResult>(`/sessions/${encodeURIComponent(sessionId)}/feedback`, given),
    // What is being read meanwhile may be from before.
    onMutate: () => queries.cancelQueries({ queryKey: contextKey(sessionId) }),
    onSuccess: ({ feedback }) =>
      queries.setQueryData<SessionContext>(
        contextKey(sessionId),
        (context) => context && withFeedback(context, feedback),
      ),
  });
}

function withFeedback(context: SessionContext, feedback: FeedbackResult['feedback']) {
  const latest = context.escalations.at(-1);
  if (!latest) return context;
  return {
    ...context,
    escalations: [...context.escalations.slice(0, -1), { ...latest, feedback }],
  };
}
