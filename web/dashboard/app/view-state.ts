import type { QueueName } from '../../../protocol/vocabulary.ts';

/** What the page shows beyond what the server says. */
export interface ViewState {
  /** The list on the left. */
  tab: 'waiting' | 'mine';
  /** Filter of the pending list. */
  queue: QueueName | 'all';
  /** The session in the middle: a conversation if it is held, else a preview. */
  selectedId: string | null;
  /** Why the selected session is not there any more. */
  gone: { sessionId: string; text: string } | null;
  /** True if the context is shown where it does not fit beside the conversation. */
  detailsOpen: boolean;
  dialog: 'help' | 'end' | null;
  /** Where the keyboard should go next; a new object each time. */
  focus: { target: 'reply' | 'row' | 'wrap-up'; sessionId: string } | null;
}

/** The page after sign-in. */
export const FIRST_VIEW: ViewState = {
  tab: 'waiting',
  queue: 'all',
  selectedId: null,
  gone: null,
  detailsOpen: false,
  dialog: null,
  focus: null,
};
