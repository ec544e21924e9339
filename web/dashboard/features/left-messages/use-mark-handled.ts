import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { LeftMessage } from '../../../../protocol/http.ts';
import { useHttp } from '../../lib/http-context.ts';
import { withMessage } from './left-messages.ts';
import { LEFT_MESSAGES_KEY } from './use-left-messages.ts';

/** Marks a message as taken care of; rejects with `ApiError`. */
export function useMarkHandled() {
  const http = useHttp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string) =>
      http.post<LeftMessage>(`/left-messages/${encodeURIComponent(sessionId)}/handled`),
    onSuccess: (handled) =>
      queries.setQueryData<readonly LeftMessage[]>(LEFT_MESSAGES_KEY, (messages = []) =>
        withMessage(messages, handled),
      ),
    // A refusal may mean that a colleague was there first.
    onError: () => queries.invalidateQueries({ queryKey: LEFT_MESSAGES_KEY }),
  });
}
