import type { CannedReplies } from '../../protocol/http.ts';
import { NotAllowedError, StateError } from '../domain/errors.ts';
import type { AgentProfile, Ports } from '../ports.ts';

/** What every desk starts with until a supervisor writes its own. */
const STARTER: CannedReplies['replies'] = [
  {
    shortcut: 'hello',
    text: 'Hello {customer}, this is {agent} from {team}. I’ve read what you wrote, give me a moment.',
  },
  { shortcut: 'moment', text: 'I’m looking into it, {customer}. It takes a minute or two.' },
  { shortcut: 'restart', text: 'Please unplug the router for 30 seconds, then plug it in again.' },
  { shortcut: 'credit', text: 'I’ve put the credit on your account. It shows on the next bill.' },
  { shortcut: 'anything', text: 'Is there anything else that I can do for you, {customer}?' },
  { shortcut: 'bye', text: 'Thank you for your patience, {customer}. Have a good day.' },
];

/** The texts ready to send. */
export async function readCannedReplies(ports: Ports): Promise<CannedReplies> {
  const stored = await ports.records.cannedReplies();
  return stored.version === 0 ? { version: 0, replies: STARTER } : stored;
}

/**
 * A supervisor replaces the texts.
 *
 * @throws NotAllowedError `wrong_role` for others; StateError `stale_version` if somebody else
 *   wrote since they were read.
 */
export async function writeCannedReplies(
  ports: Ports,
  supervisor: AgentProfile,
  replies: CannedReplies,
): Promise<CannedReplies> {
  if (!supervisor.supervisor) throw new NotAllowedError('wrong_role');
  const stored = await ports.records.replaceCannedReplies(replies);
  if (!stored) throw new StateError('stale_version');
  return stored;
}
