import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { CannedReply } from '../../../../protocol/http.ts';
import { useApi } from '../../lib/api-context.ts';
import { CANNED_KEY, matchReplies, type Slash, slashAt } from './canned.ts';

/** The canned replies to choose from while a slash is typed. */
export interface CannedChoice {
  slash: Slash | null;
  /** Empty while the list is closed. */
  replies: readonly CannedReply[];
  active: number;
  /** True if a slash is typed and the replies could not be read. */
  failed: boolean;
  /** What the keyboard or the pointer points at. */
  point(index: number): void;
  /** Closes the list until another slash is typed. */
  dismiss(): void;
}

/** Follows the slash at the caret of a text. */
export function useCanned(text: string, caret: number): CannedChoice {
  const api = useApi();
  const canned = useQuery({
    queryKey: CANNED_KEY,
    queryFn: () => api.cannedReplies(),
    staleTime: 300_000,
  });
  const slash = useMemo(() => slashAt(text, caret), [text, caret]);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const [pointed, setPointed] = useState({ query: '', index: 0 });
  const query = slash?.query ?? null;
  const open = slash !== null && slash.at !== dismissedAt;
  const replies = useMemo(
    () => (open && query !== null ? matchReplies(canned.data?.replies ?? [], query) : []),
    [open, query, canned.data],
  );
  if (slash === null && dismissedAt !== null) setDismissedAt(null);
  // Another text is another list: the first of it is the best.
  const index = pointed.query === query ? pointed.index : 0;
  return {
    slash: open ? slash : null,
    replies,
    failed: open && canned.isError,
    active: Math.min(index, Math.max(0, replies.length - 1)),
    point: (next) => setPointed({ query: query ?? '', index: next }),
    dismiss: () => setDismissedAt(slash?.at ?? null),
  };
}
