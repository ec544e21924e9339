/** An attribute value in the wire's form. */
export type Value = Record<string, unknown>;

/**
 * Few values of every type, with the awkward ones among them, so that random expressions often meet
 * equal, adjacent and mismatched operands.
 */
export const VALUES: Record<string, Value> = {
  ':n0': { N: '0' },
  ':n1': { N: '1' },
  ':n2': { N: '2' },
  ':n10': { N: '10' },
  ':half': { N: '0.5' },
  ':minus': { N: '-1.5' },
  ':huge': { N: '99999999999999999999999999999999999999' },
  ':tiny': { N: '0.0000000000000000000000000000000000001' },
  ':empty': { S: '' },
  ':a': { S: 'a' },
  ':ab': { S: 'ab' },
  ':b': { S: 'b' },
  ':umlaut': { S: 'äöü' },
  ':emoji': { S: '👍' },
  ':ba': { B: 'YQ==' },
  ':bab': { B: 'YWI=' },
  ':b255': { B: '/w==' },
  ':yes': { BOOL: true },
  ':no': { BOOL: false },
  ':nil': { NULL: true },
  ':ssa': { SS: ['a'] },
  ':ssab': { SS: ['a', 'b'] },
  ':ssba': { SS: ['b', 'a'] },
  ':ns1': { NS: ['1'] },
  ':ns12': { NS: ['2', '1'] },
  ':bs': { BS: ['YQ=='] },
  ':l0': { L: [] },
  ':l1': { L: [{ N: '1' }] },
  ':lab': { L: [{ S: 'a' }, { S: 'b' }] },
  ':lmix': { L: [{ S: 'a' }, { N: '1' }, { M: { x: { N: '1' } } }, { L: [{ NULL: true }] }] },
  ':m0': { M: {} },
  ':m1': { M: { x: { N: '1' } } },
  ':mdeep': { M: { x: { M: { y: { L: [{ N: '1' }, { N: '2' }] } } }, y: { S: 'a' } } },
  ':p1': { S: 'P1' },
  ':p2': { S: 'P2' },
  ':p3': { S: 'P3' },
  ':tS': { S: 'S' },
  ':tN': { S: 'N' },
  ':tL': { S: 'L' },
  ':tSS': { S: 'SS' },
  ':tNULL': { S: 'NULL' },
};

/** Expression attribute names: every attribute has one, so that each can be said in two ways. */
export const NAMES: Record<string, string> = {
  '#n': 'n',
  '#s': 's',
  '#t': 't',
  '#l': 'l',
  '#m': 'm',
  '#f': 'f',
  '#q': 'q',
  '#r': 'r',
  '#x': 'x',
  '#y': 'y',
  '#pk': 'pk',
  '#sk': 'sk',
  '#status': 'status',
};

/** Attributes outside keys, with the values they usually hold. */
export const ATTRIBUTES: Record<string, string[]> = {
  n: [':n0', ':n1', ':n2', ':n10', ':half', ':minus', ':huge', ':tiny'],
  s: [':empty', ':a', ':ab', ':b', ':umlaut', ':emoji', ':ba', ':bab', ':b255'],
  t: [':ssa', ':ssab', ':ssba', ':ns1', ':ns12', ':bs'],
  l: [':l0', ':l1', ':lab', ':lmix'],
  m: [':m0', ':m1', ':mdeep'],
  f: [':yes', ':no', ':nil'],
};

export const SCALARS = [...(ATTRIBUTES.n ?? []), ...(ATTRIBUTES.s ?? [])];
export const ANY_VALUE = Object.keys(VALUES).filter(
  (token) => !token.startsWith(':t') && !token.startsWith(':p'),
);
export const TYPE_NAMES = [':tS', ':tN', ':tL', ':tSS', ':tNULL'];

/** Keys of the table `chats`, and what its index keys hold. */
export const PARTITIONS = ['P1', 'P2', 'P3'];
export const SORTS = ['a', 'ab', 'abc', 'b', 'B', 'é'];
export const QUEUES = [':a', ':b', ':ab'];
export const RANKS = [':n0', ':n1', ':n2', ':n10', ':minus', ':half'];
