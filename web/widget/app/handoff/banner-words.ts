import type { Wait, WaitEstimate } from '../../../../protocol/server-frames.ts';
import type { WaitTrouble } from '../../../../protocol/vocabulary.ts';

/** What the banner says. */
export const BANNER_WORDS = {
  connectingPerson: 'Connecting you to a person…',
  inLine: 'You’re in line',
  firstInLine: 'You’re first in line',
  nextInLine: 'You’re next in line',
  placeInLine: (position: number) => `You’re number ${position} in line`,
  inLineDetail: 'We’ll let you know as soon as someone joins. You can keep browsing meanwhile.',
  cannotTell: 'We can’t tell yet how long it will take.',
  nobodyHere: 'Nobody is here yet.',
  nobodyFree: 'Nobody is free yet.',
  leaveLine: 'Leave the line',
  keepWaiting: 'Keep waiting',
  leaveMessage: 'Leave a message',
  backToAssistant: 'Back to the assistant',
  onHold: (name: string) => `${name} has put the chat on hold and will be right back.`,
  onHoldDetail: 'You can keep writing.',
  stillThere: 'Are you still there?',
  stillThereDetail: 'We’ll close this chat soon if we don’t hear from you.',
  imHere: 'I’m still here',
} as const;

/** The wait as the server reckons it, in whole minutes from the lucky to the unlucky case. */
export function estimateText({ from, to }: WaitEstimate): string {
  const least = Math.max(1, Math.floor(from / 60));
  const most = Math.max(1, Math.ceil(to / 60));
  if (most === 1) return 'About a minute.';
  if (from < 60) return `Up to ${most} minutes.`;
  return least === most ? `About ${most} minutes.` : `About ${least}–${most} minutes.`;
}

/** Title and detail of the banner of a customer in line. */
export function lineTexts(wait: Wait | null): readonly [title: string, detail: string] {
  if (!wait) return [BANNER_WORDS.inLine, BANNER_WORDS.inLineDetail];
  const { position, estimatedWaitSeconds } = wait;
  const estimate = estimatedWaitSeconds
    ? estimateText(estimatedWaitSeconds)
    : BANNER_WORDS.cannotTell;
  return [placeText(position, BANNER_WORDS.nextInLine), `${estimate} ${BANNER_WORDS.inLineDetail}`];
}

/**
 * Title and detail for a customer who waits in spite of a trouble. Without an estimate: it would
 * be from before the trouble.
 */
export function patientTexts(
  wait: Wait | null,
  trouble: WaitTrouble | null,
): readonly [title: string, detail: string] {
  const isStaffing = trouble === 'no_agents' || trouble === 'outside_hours';
  const place = placeText(wait?.position ?? null, BANNER_WORDS.firstInLine);
  return [
    isStaffing ? BANNER_WORDS.nobodyHere : BANNER_WORDS.nobodyFree,
    `${place}. ${BANNER_WORDS.inLineDetail}`,
  ];
}

function placeText(position: number | null, first: string): string {
  if (position === null) return BANNER_WORDS.inLine;
  return position === 1 ? first : BANNER_WORDS.placeInLine(position);
}

/** Why waiting alone may not help, and what else there is. */
export const TROUBLE: Record<WaitTrouble, readonly [title: string, detail: string]> = {
  outside_hours: [
    'Our team is off for now.',
    'Leave a message and we get back to you, or keep your place until we open again.',
  ],
  no_agents: [
    'Nobody is here right now.',
    'Leave a message and we get back to you, or keep your place until someone is back.',
  ],
  nobody_left: [
    'Everybody is busy with other customers.',
    'You keep your place in line. If you would rather not wait, leave a message.',
  ],
  max_wait: [
    'This takes longer than it should. Sorry.',
    'You keep your place in line. If you would rather not wait, leave a message.',
  ],
};
