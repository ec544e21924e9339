import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ESCALATION_TRANSITIONS } from '../lambdas/domain/escalation.ts';
import { SESSION_TRANSITIONS } from '../lambdas/domain/session.ts';
import type { AgentStatus } from '../protocol/vocabulary.ts';

const DOCUMENT = fileURLToPath(new URL('../docs/STATES.md', import.meta.url));

/** Where each status may go, as the domain's tables say it. */
type Transitions<S extends string = string> = Readonly<Record<S, readonly S[]>>;

/** Why, in words, by `<from> <to>`; a step that nobody has put into words is drawn without. */
type Words = Readonly<Record<string, string>>;

const SESSION_WORDS: Words = {
  'bot queued': 'a person is needed',
  'bot closed': 'ended, or long silent',
  'queued active': 'an agent takes it',
  'queued bot': 'the customer stops waiting',
  'queued closed': 'ended, gone, or a message left',
  'active queued': 'released, transferred, agent lost or silent',
  'active bot': 'returned to the bot',
  'active on_hold': 'put on hold',
  'active wrap_up': 'ended, or the customer is gone or idle',
  'on_hold active': 'resumed, or the agent writes',
  'on_hold queued': 'as from active',
  'on_hold bot': 'returned to the bot',
  'on_hold wrap_up': 'as from active',
  'wrap_up closed': 'outcome given, or time over',
};

const ESCALATION_WORDS: Words = {
  'pending offered': 'one agent is asked',
  'pending accepted': 'an agent joins',
  'pending cancelled': 'the customer stops waiting',
  'pending expired': 'a message left after the longest wait',
  'pending abandoned': 'the customer goes',
  'pending failed': 'a message left as nobody is there',
  'offered pending': 'let pass, or no answer',
  'offered accepted': 'taken, or somebody else joins',
  'offered cancelled': 'as from pending',
  'offered expired': 'as from pending',
  'offered abandoned': 'as from pending',
  'offered failed': 'as from pending',
  'accepted pending': 'released, transferred, agent lost or silent',
  'accepted offered': 'passed on to a colleague',
  'accepted resolved': 'the chat ends',
  'accepted returned_to_bot': 'the agent returns it',
};

type OfferStatus = 'offered' | 'accepted' | 'rejected' | 'timed_out' | 'rescinded';

// An offer has no status of its own in the store: it stands, or it is gone. So this is told here.
const OFFER: Transitions<OfferStatus> = {
  offered: ['accepted', 'rejected', 'timed_out', 'rescinded'],
  accepted: [],
  rejected: [],
  timed_out: [],
  rescinded: [],
};
const OFFER_WORDS: Words = {
  'offered accepted': 'the agent says yes',
  'offered rejected': 'the agent says no',
  'offered timed_out': 'no answer in time',
  'offered rescinded': 'somebody else joined, or nobody is needed',
};

// Nor has an agent: the status is derived at every read, and the choices are free.
const CHOICES = ['available', 'busy', 'away', 'offline'] as const satisfies readonly AgentStatus[];
const AGENT: readonly string[] = [
  'stateDiagram-v2',
  '  state "what the agent chose" as choice {',
  '    [*] --> away',
  ...CHOICES.map((status) => `    ${status}`),
  '    available --> at_capacity : holds as many as they may',
  '    at_capacity --> available : one is over, or its wrap-up stops counting',
  '  }',
  '  [*] --> choice : first sign-in',
  '  choice --> choice : chooses another',
  '  choice --> not_responding : an offer timed out, or the customer got no answer',
  '  not_responding --> choice : chooses again, or joins a chat',
];

/** A Mermaid diagram of a table whose first status is the start and whose empty rows are the end. */
export function diagram(transitions: Transitions, words: Words): string[] {
  const [start] = Object.keys(transitions);
  const steps = Object.entries(transitions).flatMap(([from, targets]) =>
    targets.length
      ? targets.map((to) => {
          const why = words[`${from} ${to}`];
          return `  ${from} --> ${to}${why ? ` : ${why}` : ''}`;
        })
      : [`  ${from} --> [*]`],
  );
  return ['stateDiagram-v2', `  [*] --> ${start}`, ...steps];
}

/** The diagrams by the name of their markers. */
export const DIAGRAMS: Readonly<Record<string, readonly string[]>> = {
  session: diagram(SESSION_TRANSITIONS, SESSION_WORDS),
  escalation: diagram(ESCALATION_TRANSITIONS, ESCALATION_WORDS),
  offer: diagram(OFFER, OFFER_WORDS),
  agent: AGENT,
};

/** The words of every table, to be held against its steps. */
export const WORDS: readonly (readonly [string, Transitions, Words])[] = [
  ['session', SESSION_TRANSITIONS, SESSION_WORDS],
  ['escalation', ESCALATION_TRANSITIONS, ESCALATION_WORDS],
  ['offer', OFFER, OFFER_WORDS],
];

/** The document with each diagram put between its markers. @throws Error for a missing marker. */
export function withDiagrams(document: string): string {
  return Object.entries(DIAGRAMS).reduce((text, [name, lines]) => {
    const between = new RegExp(`(<!-- ${name}: .*? -->\n).*?(<!-- /${name} -->)`, 's');
    if (!between.test(text)) throw new Error(`docs/STATES.md has no place for "${name}"`);
    const block = ['```mermaid', ...lines, '```', ''].join('\n');
    return text.replace(between, (_all, open: string, close: string) => open + block + close);
  }, document);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  writeFileSync(DOCUMENT, withDiagrams(readFileSync(DOCUMENT, 'utf8')));
}
