/** One thing somebody wants to do, as the services ask IAM about it. */
export interface AccessRequest {
  /** E.g. `dynamodb:Query`. */
  action: string;
  /** An ARN, e.g. that of a table, an index or a queue. */
  resource: string;
  /**
   * The request's values for a condition key in lower case, e.g. `dynamodb:leadingkeys`; undefined
   * when it has none. Computed when asked: few statements have conditions.
   */
  context(key: string): readonly string[] | undefined;
}

/** Services that the front door serves; a statement about others alone is never asked about. */
export const SERVED = ['dynamodb', 'sqs', 'execute-api'] as const;

/**
 * Condition keys that a request can be asked for. Others are refused at start: a key that nobody
 * fills would make a `ForAllValues` or a Deny mean something else than on AWS.
 */
export const CONDITION_KEYS: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalisawsservice',
  'aws:requestedregion',
  'aws:resourceaccount',
  'aws:securetransport',
  'dynamodb:enclosingoperation',
  'dynamodb:leadingkeys',
  'dynamodb:returnvalues',
  'dynamodb:select',
]);
