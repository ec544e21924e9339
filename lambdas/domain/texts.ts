import { fill } from '../../protocol/fill.ts';
import type { TextsPolicy } from '../../protocol/texts-policy.ts';
import type { QueueName, ReasonCode, WaitTrouble } from '../../protocol/vocabulary.ts';
import { POLICY } from './policy.ts';

/**
 * What customers are told, by the policy in force: a text, or a function of what it names. Read at
 * every use.
 */
export const TEXTS = {
  get lookingForHelp() {
    return texts().lookingForHelp;
  },
  get requestHeard() {
    return texts().requestHeard;
  },
  get personOffered() {
    return texts().personOffered;
  },
  get cancelled() {
    return texts().cancelled;
  },
  joined: (name: string, team: string) => fill(texts().joined, { name, team }),
  released: (name: string) => fill(texts().released, { name }),
  agentLost: (name: string) => fill(texts().agentLost, { name }),
  agentSilent: (name: string) => fill(texts().agentSilent, { name }),
  transferred: (name: string, queue: QueueName) =>
    fill(texts().transferred, { name, team: texts().teams[queue] }),
  passedTo: (name: string, colleague: string) => fill(texts().passedTo, { name, colleague }),
  held: (name: string) => fill(texts().held, { name }),
  resumed: (name: string) => fill(texts().resumed, { name }),
  holdOver: (name: string) => fill(texts().holdOver, { name }),
  get trouble(): Record<WaitTrouble, string> {
    const { trouble, choices } = texts();
    const told = (text: string) => fill(text, { choices });
    return {
      outside_hours: told(trouble.outside_hours),
      no_agents: told(trouble.no_agents),
      nobody_left: told(trouble.nobody_left),
      max_wait: told(trouble.max_wait),
    };
  },
  get stillWaiting() {
    return texts().stillWaiting;
  },
  get idleWarning() {
    return texts().idleWarning;
  },
  get customerIdle() {
    return texts().customerIdle;
  },
  get messageLeft() {
    return texts().messageLeft;
  },
  returnedToBot: (name: string) => fill(texts().returnedToBot, { name }),
  endedByAgent: (name: string) => fill(texts().endedByAgent, { name }),
  get endedByCustomer() {
    return texts().endedByCustomer;
  },
  get customerLeft() {
    return texts().customerLeft;
  },
  get abandoned() {
    return texts().abandoned;
  },
};

/**
 * The connecting notice, led by the reason that counts most to the customer. It promises a person
 * only where one is to be had.
 */
export function connectingText(
  codes: readonly ReasonCode[],
  trouble: WaitTrouble | null = null,
): string {
  const { leads, connecting } = texts();
  // Whoever asked for a person is told of that alone.
  const leading = codes.includes('request.explicit') ? (['request.explicit'] as const) : codes;
  const lead = leading.map((code) => leads[code]).find(Boolean);
  const promise = trouble ? TEXTS.trouble[trouble] : connecting;
  return lead ? `${lead} ${promise}` : promise;
}

function texts(): TextsPolicy {
  return POLICY.texts;
}
