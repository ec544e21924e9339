import { type AccessRequest, SERVED } from './access-request.ts';
import { type ConditionBlock, compileConditions, type Meets } from './conditions.ts';
import { compileAny, type Matches } from './pattern.ts';

type OneOrMore = string | readonly string[];

/** A statement of a policy document, with nothing left to resolve. */
export interface Statement {
  Effect: 'Allow' | 'Deny';
  Action?: OneOrMore;
  NotAction?: OneOrMore;
  Resource?: OneOrMore;
  NotResource?: OneOrMore;
  Condition?: ConditionBlock;
}

/** What statements say about a request; a Deny wins over any Allow. */
export type Verdict = 'allowed' | 'denied' | 'silent';

/** Statements, compiled. */
export interface Policy {
  evaluate(request: AccessRequest): Verdict;
}

interface Compiled {
  action: Matches;
  resource: Matches;
  meets: Meets | undefined;
}

/** The statements about one action. */
interface Relevant {
  deny: Compiled[];
  allow: Compiled[];
}

/**
 * Compiles statements once, so that a decision takes about a microsecond. Those about other
 * services are left out. Throws Error for what cannot be evaluated, which must not pass unnoticed.
 */
export function compilePolicy(statements: readonly Statement[]): Policy {
  const all = statements.filter(isServed).map((statement) => ({
    effect: statement.Effect,
    compiled: compileStatement(statement),
  }));
  const byAction = new Map<string, Relevant>();

  function relevantTo(action: string): Relevant {
    const known = byAction.get(action);
    if (known) return known;
    const lower = action.toLowerCase();
    const about = all.filter(({ compiled }) => compiled.action(lower));
    const of = (effect: Statement['Effect']) =>
      about.filter((entry) => entry.effect === effect).map(({ compiled }) => compiled);
    const relevant = { deny: of('Deny'), allow: of('Allow') };
    byAction.set(action, relevant);
    return relevant;
  }

  return {
    evaluate(request) {
      const { deny, allow } = relevantTo(request.action);
      const applies = ({ resource, meets }: Compiled): boolean =>
        resource(request.resource) && (meets?.(request) ?? true);
      if (deny.some(applies)) return 'denied';
      return allow.some(applies) ? 'allowed' : 'silent';
    },
  };
}

/** False for statements that name only actions of services which are not served here. */
function isServed({ Action }: Statement): boolean {
  if (Action === undefined) return true;
  return list(Action).some((action) => {
    const service = action.split(':')[0]?.toLowerCase() ?? '';
    return /[*?]/.test(service) || SERVED.some((served) => served === service);
  });
}

function compileStatement(statement: Statement): Compiled {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  if (Effect !== 'Allow' && Effect !== 'Deny') throw new Error(`the effect ${Effect} is unknown`);
  return {
    // Actions are compared without regard to case, ARNs with it.
    action: oneOf(lowerCased(Action), lowerCased(NotAction), 'Action'),
    resource: oneOf(Resource, NotResource, 'Resource'),
    meets: compileConditions(Condition),
  };
}

function oneOf(
  wanted: OneOrMore | undefined,
  others: OneOrMore | undefined,
  element: string,
): Matches {
  if ((wanted === undefined) === (others === undefined)) {
    throw new Error(`a statement needs either ${element} or Not${element}`);
  }
  const patterns = list(wanted ?? others ?? []);
  const variable = patterns.find((pattern) => pattern.includes('${'));
  if (variable) throw new Error(`the policy variable in ${variable} is not evaluated`);
  const fits = compileAny(patterns);
  return wanted === undefined ? (text) => !fits(text) : fits;
}

function lowerCased(names: OneOrMore | undefined): OneOrMore | undefined {
  return names === undefined ? undefined : list(names).map((name) => name.toLowerCase());
}

function list(value: OneOrMore): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}
