import type { Message, Participant } from '../../protocol/message.ts';
import type { WaitTrouble } from '../../protocol/vocabulary.ts';
import type { Pending } from './outbox.ts';
import type { SessionRequest } from './requests.ts';
import type { SessionFacts } from './session-facts.ts';

/** A refusal that concerns no message of the outbox. */
export interface Notice {
  readonly code: string;
  readonly title: string;
  readonly ref: string;
  /** The wrong field, if the server named one. */
  readonly field?: string;
}

/** A session as one side sees it; replaced, never changed, so that references can be compared. */
export interface SessionState extends SessionFacts {
  /** True once the whole transcript was received on this connection. */
  readonly synced: boolean;
  /** False while an entry is missing that is known to exist. */
  readonly complete: boolean;
  /** The transcript without gaps, from `seq` 1. */
  readonly messages: readonly Message[];
  /** Own messages that the transcript does not hold yet, oldest first. */
  readonly pending: readonly Pending[];
  /** Who is typing on the other side. */
  readonly typing: Participant | null;
  /** False while the customer's socket is known to be gone. */
  readonly customerPresent: boolean;
  /** Asked for and not answered yet. */
  readonly requesting: SessionRequest | null;
  /** The last refusal that concerns no message. */
  readonly notice: Notice | null;
  /** The trouble in spite of which the customer chose to wait; null once it is another. */
  readonly waitsInSpiteOf: WaitTrouble | null;
  /** Server's clock less the own one, in ms. */
  readonly clockOffsetMs: number;
}
