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
  /** `go-offline` and `sign-out` ask what is to become of the open chats first. */
  dialog: 'help' | 'end' | 'go-offline' | 'sign-out' | null;
  /** The chat for whose transfer a dialog is open, over any other dialog. */
  transferring: string | null;
  /** Where the keyboard should go next; a new object each time. */
  focus: { target: 'reply' | 'row' | 'wrap-up' | 'note'; sessionId: string } | null;
}

/** The page after sign-in. */
export const FIRST_VIEW: ViewState = {
  tab: 'waiting',
  queue: 'all',
  selectedId: null,
  gone: null,
  detailsOpen: false,
  dialog: null,
  transferring: null,
  focus: null,
};
