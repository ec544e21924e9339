import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AgentResult,
  AssignSession,
  EditAgent,
  SessionResult,
} from '../../../../protocol/http.ts';
import { useApi } from '../../lib/api-context.ts';
import { useHttp } from '../../lib/http-context.ts';
import { contextKey } from '../context/use-session-context.ts';
import { AGENTS_KEY } from './use-agents.ts';

/** Changes an agent's capacity or queues; rejects with `ApiError`. */
export function useEditAgent() {
  const http = useHttp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ agentId, edit }: { agentId: string; edit: EditAgent }) =>
      http.put<AgentResult>(`/agents/${encodeURIComponent(agentId)}`, edit),
    onSettled: () => queries.invalidateQueries({ queryKey: AGENTS_KEY }),
  });
}

/** Gives a waiting or running session to an agent; rejects with `ApiError`. */
export function useAssign(sessionId: string) {
  const http = useHttp();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Required<AssignSession>) =>
      http.put<SessionResult>(`/sessions/${encodeURIComponent(sessionId)}/assignment`, body),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: contextKey(sessionId) }),
        queries.invalidateQueries({ queryKey: AGENTS_KEY }),
      ]),
  });
}

/** Writes a note that the session's agent sees at once, and its customer never. */
export function useAddNote(sessionId: string) {
  const api = useApi();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => api.addNote(sessionId, text),
    onSuccess: () => queries.invalidateQueries({ queryKey: contextKey(sessionId) }),
  });
}
