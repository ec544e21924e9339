import type { Random } from '../../simulation/random.ts';
import { ANY_VALUE, ATTRIBUTES, SCALARS, TYPE_NAMES } from './alphabet.ts';
import type { Condition, Update } from './draft.ts';

const COMPARATORS = ['=', '<>', '<', '<=', '>', '>='];
const HEADS = Object.keys(ATTRIBUTES);

/** A path of one of the usual attributes, now and then into it, now and then past it. */
export function pathOf(random: Random, head = random.pick(HEADS)): string {
  const said = random.chance(0.3) ? `#${head}` : head;
  if (head === 'l' && random.chance(0.5)) {
    return `${said}[${random.int(0, 3)}]${random.chance(0.15) ? '.x' : ''}`;
  }
  if (head === 'm' && random.chance(0.6)) {
    return `${said}.${random.pick(['x', 'y', '#x'])}${random.pick(['', '', '.y', '.y[0]', '[0]'])}`;
  }
  return random.chance(0.03) ? `${said}.x` : said;
}

const attribute = (random: Random) =>
  random.chance(0.12) ? random.pick(['q', 'r', 'pk', 'sk']) : pathOf(random);

/** A condition up to three levels deep; most leaves compare what can be compared. */
export function conditionOf(random: Random, depth = 0): Condition {
  if (depth < 2 && random.chance(0.3)) {
    return {
      kind: random.pick(['and', 'or']),
      args: Array.from({ length: random.int(2, 3) }, () => conditionOf(random, depth + 1)),
    };
  }
  if (depth < 2 && random.chance(0.1)) return { kind: 'not', arg: conditionOf(random, depth + 1) };
  return { kind: 'leaf', text: leaf(random) };
}

function leaf(random: Random): string {
  const head = random.pick(HEADS);
  const path = random.chance(0.1) ? attribute(random) : pathOf(random, head);
  const value = () =>
    random.chance(0.75) ? random.pick(ATTRIBUTES[head] ?? SCALARS) : random.pick(ANY_VALUE);
  const operand = () => (random.chance(0.12) ? pathOf(random) : value());
  switch (random.int(0, 11)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return random.chance(0.9)
        ? `${path} ${random.pick(COMPARATORS)} ${operand()}`
        : `${value()} ${random.pick(COMPARATORS)} ${path}`;
    case 4:
      return `${path} BETWEEN ${random.pick(SCALARS)} AND ${random.pick(SCALARS)}`;
    case 5:
      return `${path} IN (${Array.from({ length: random.int(1, 3) }, operand).join(', ')})`;
    case 6:
      return `attribute_exists(${path})`;
    case 7:
      return `attribute_not_exists(${path})`;
    case 8:
      return `attribute_type(${path}, ${random.pick(TYPE_NAMES)})`;
    case 9:
      return `begins_with(${path}, ${random.chance(0.9) ? random.pick([':a', ':ab', ':ba', ':empty']) : operand()})`;
    case 10:
      return `contains(${path}, ${random.chance(0.8) ? random.pick([...SCALARS, ':l1', ':m1', ':nil']) : operand()})`;
    default:
      return `size(${path}) ${random.pick(COMPARATORS)} ${random.pick([':n0', ':n1', ':n2', 'n'])}`;
  }
}

/** An update of one to four attributes; overlapping paths and missing operands happen. */
export function updateOf(random: Random): Update {
  const update: Required<Update> = { SET: [], REMOVE: [], ADD: [], DELETE: [] };
  const heads = [...HEADS, 'q', 'r'].sort(() => random.next() - 0.5);
  for (let count = random.int(1, 4); count > 0; count -= 1) {
    const head = random.chance(0.06) ? random.pick(HEADS) : (heads.pop() as string);
    clauseInto(update, random, head);
  }
  return update;
}

function clauseInto(update: Required<Update>, random: Random, head: string): void {
  if (head === 'q' || head === 'r') {
    const values = head === 'q' ? [':a', ':b', ':ab'] : [':n0', ':n1', ':n2', ':n10', ':minus'];
    if (random.chance(0.25)) update.REMOVE.push(head);
    else if (head === 'r' && random.chance(0.3)) update.ADD.push(`r ${random.pick(values)}`);
    else update.SET.push(`${head} = ${random.pick(random.chance(0.95) ? values : ANY_VALUE)}`);
    return;
  }
  const path = pathOf(random, head);
  const value = () =>
    random.chance(0.85) ? random.pick(ATTRIBUTES[head] ?? SCALARS) : random.pick(ANY_VALUE);
  const kind = random.int(0, 9);
  if (kind <= 1) update.REMOVE.push(path);
  else if (kind === 2 && (head === 'n' || head === 't')) update.ADD.push(`${path} ${value()}`);
  else if (kind === 3 && (head === 't' || random.chance(0.1))) {
    update.DELETE.push(`${path} ${value()}`);
  } else update.SET.push(`${path} = ${assigned(random, head, path, value)}`);
}

function assigned(random: Random, head: string, path: string, value: () => string): string {
  const other = () => (random.chance(0.5) ? path : pathOf(random));
  switch (random.int(0, 7)) {
    case 0:
      return other();
    case 1:
      return `if_not_exists(${other()}, ${value()})`;
    case 2:
      return head === 'n' || random.chance(0.1) ? `${other()} + ${value()}` : value();
    case 3:
      return head === 'n' || random.chance(0.1)
        ? `if_not_exists(${other()}, :n0) - ${value()}`
        : value();
    case 4:
      return head === 'l' || random.chance(0.1)
        ? `list_append(${random.chance(0.5) ? `if_not_exists(${other()}, :l0), ${value()}` : `${value()}, ${other()}`})`
        : value();
    default:
      return value();
  }
}

/** Paths to read, sometimes of one another's inside. */
export function projectionOf(random: Random): string[] {
  const paths = Array.from({ length: random.int(1, 4) }, () => attribute(random));
  return random.chance(0.9) ? [...new Set(paths)] : paths;
}
