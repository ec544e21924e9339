import { compilePolicy, type Policy, type Statement, type Verdict } from './policy.ts';

/** A statement of a queue's or a table's own policy. */
export interface ResourceStatement extends Statement {
  Principal?: unknown;
  NotPrincipal?: unknown;
}

/** The policy of one resource. */
export interface ResourcePolicy {
  /** ARN of the queue or table it belongs to. */
  attachedTo: string;
  statements: readonly ResourceStatement[];
}

/** Whom a statement may name: a role in one account. */
export interface Principal {
  roleArn: string;
  account: string;
}

/**
 * What the policies of resources say about one role. Throws Error for principals that are not
 * evaluated here.
 */
export function compileResourcePolicies(
  policies: readonly ResourcePolicy[],
  principal: Principal,
): Policy {
  const compiled = policies.map(({ attachedTo, statements }) => ({
    attachedTo,
    // An index belongs to its table.
    below: `${attachedTo}/`,
    policy: compilePolicy(statements.filter((statement) => speaksOf(statement, principal))),
  }));
  return {
    evaluate(request) {
      const { resource } = request;
      let verdict: Verdict = 'silent';
      for (const { attachedTo, below, policy } of compiled) {
        if (resource !== attachedTo && !resource.startsWith(below)) continue;
        const ofThis = policy.evaluate(request);
        if (ofThis === 'denied') return ofThis;
        if (ofThis === 'allowed') verdict = ofThis;
      }
      return verdict;
    },
  };
}

function speaksOf(statement: ResourceStatement, { roleArn, account }: Principal): boolean {
  const { Principal: named, NotPrincipal, Effect } = statement;
  if (NotPrincipal !== undefined) throw new Error('NotPrincipal is not evaluated');
  if (named === '*') return true;
  if (typeof named !== 'object' || named === null) throw new Error('a statement has no principal');
  const { AWS = [], ...others } = named as Record<string, unknown>;
  const unknown = Object.keys(others).find((kind) => kind !== 'Service');
  if (unknown) throw new Error(`principals of the kind ${unknown} are not evaluated`);
  const accounts = [account, `arn:aws:iam::${account}:root`];
  return [AWS].flat().some((name) => {
    if (name === '*' || name === roleArn) return true;
    // Naming the account only lets its own policies decide; a Deny concerns everybody in it.
    return Effect === 'Deny' && accounts.includes(String(name));
  });
}
