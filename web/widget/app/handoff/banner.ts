import { hasToChoose, isIdleWarned } from '../../../chat-client/prompts.ts';
import type { SessionState } from '../../../chat-client/session-state.ts';
import { nameOf } from '../conversation-items.ts';
import { WORDS } from '../words.ts';
import { BANNER_WORDS, lineTexts, patientTexts, TROUBLE } from './banner-words.ts';

/** What stands pinned above the composer. */
export interface Banner {
  readonly kind: 'connecting' | 'queued' | 'trouble' | 'idle' | 'hold' | 'problem';
  readonly title: string;
  readonly detail: string | null;
  readonly choices: readonly Choice[];
}

/** What a banner lets the customer do. */
export type Choice =
  | 'keep_waiting'
  | 'leave_message'
  | 'leave_line'
  | 'back_to_assistant'
  | 'im_here';

/** What begins a wait, changes what is known of it, or ends it. */
const TURNS = new Set<string>(['escalated', 'wait_choice', 'still_waiting', 'joined']);

/** What is to be said of a chat that goes on; null for nothing. */
export function bannerOf(session: SessionState): Banner | null {
  const { requesting, status, notice, agent, wait, waitsInSpiteOf } = session;
  const banner = (
    kind: Banner['kind'],
    title: string,
    detail: string | null = null,
    choices: readonly Choice[] = [],
  ) => ({ kind, title, detail, choices });
  if (requesting === 'person' && status !== 'queued') {
    return banner('connecting', BANNER_WORDS.connectingPerson);
  }
  if (status === 'queued') {
    const trouble = wait?.trouble;
    if (trouble && hasToChoose(session)) {
      return banner('trouble', ...TROUBLE[trouble], [
        'keep_waiting',
        'leave_message',
        'back_to_assistant',
      ]);
    }
    if (trouble || isPatient(session)) {
      const texts = patientTexts(wait, trouble ?? waitsInSpiteOf);
      return banner('queued', ...texts, ['leave_message', 'leave_line']);
    }
    return banner('queued', ...lineTexts(wait), ['leave_line']);
  }
  if (isIdleWarned(session)) {
    return banner('idle', BANNER_WORDS.stillThere, BANNER_WORDS.stillThereDetail, ['im_here']);
  }
  if (status === 'on_hold') {
    return banner(
      'hold',
      BANNER_WORDS.onHold(agent ? nameOf(agent) : WORDS.support),
      BANNER_WORDS.onHoldDetail,
    );
  }
  return notice ? banner('problem', notice.title) : null;
}

/**
 * True once the customer has chosen to wait, until an estimate or an agent shows that the trouble
 * is over. The server takes the choice for the end of the trouble and names it no more, so that
 * only the transcript tells, after a reload too.
 */
function isPatient({ wait, messages }: SessionState): boolean {
  if (wait?.estimatedWaitSeconds) return false;
  const last = messages.findLast(({ event }) => event && TURNS.has(event));
  return last?.event === 'still_waiting';
}
