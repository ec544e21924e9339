import type { Customer } from '../clients/customer.ts';
import type { Cast } from './cast.ts';

const PLAIN = ['how much is the plan', 'ok', 'what is roaming', 'where is my invoice', 'and then?'];
const CONFUSING = ['zzz blorp', 'it is the thing with the thing', 'qwx qwx'];
const DEMANDS = ['I want to talk to a person', 'agent please', 'human now'];

const one = (texts: readonly string[], n: number) => `${texts[n % texts.length]} (${n})`;

type Does = (customer: Customer, n: number, cast: Cast) => void;

/** What a customer can do; nothing happens if it is not possible now. `weight`: how often. */
export const CUSTOMER_ACTIONS = {
  say: { weight: 30, does: (customer, n) => customer.tab()?.say(one(PLAIN, n)) },
  demand: { weight: 8, does: (customer, n) => customer.tab()?.say(one(DEMANDS, n)) },
  confuse: { weight: 6, does: (customer, n) => customer.tab()?.say(one(CONFUSING, n)) },
  long: { weight: 1, does: (customer, n) => customer.tab()?.say(`${n} ${'word '.repeat(780)}`) },
  ask: { weight: 5, does: (customer) => customer.tab()?.session.requestPerson() },
  cancel: { weight: 3, does: (customer) => customer.tab()?.session.cancelEscalation() },
  end: { weight: 1, does: (customer) => customer.tab()?.session.end() },
  type: { weight: 3, does: (customer) => customer.tab()?.session.setTyping(true) },
  read: { weight: 3, does: (customer) => customer.tab()?.read() },
  leave_message: {
    weight: 1,
    does: (customer, n) =>
      customer.tab()?.session.leaveMessage({ contact: 'me@example.org', text: `Call me (${n})` }),
  },
  rate: {
    weight: 1,
    does: (customer, n) => customer.tab()?.session.submitCsat({ score: 1 + (n % 5) }),
  },
  leave: { weight: 3, does: (customer) => customer.leave() },
  open: { weight: 6, does: (customer) => customer.open() },
  reload: { weight: 3, does: (customer) => customer.reload() },
  second_tab: { weight: 2, does: (customer) => customer.openSecond() },
  vanish: { weight: 2, does: (customer) => customer.vanish() },
  garbage: { weight: 1, does: (customer, n, { intruder }) => intruder.babble(customer, n) },
  steal: { weight: 1, does: (customer, _n, { intruder }) => intruder.steal(customer) },
} as const satisfies Record<string, { weight: number; does: Does }>;

/** The name of something that a customer does. */
export type CustomerAct = keyof typeof CUSTOMER_ACTIONS;
