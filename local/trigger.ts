interface AnyEvent {
  type?: string;
  source?: string;
  routeKey?: string;
  requestContext?: { routeKey?: string; http?: { method: string; path: string } };
  Records?: { eventSourceARN?: string }[];
}

/** What made an invocation happen, in a few words for a log line, free of customer data. */
export function describeTrigger(event: unknown): string {
  if (typeof event !== 'object' || event === null) return 'direct';
  const { type, source, requestContext, Records: records } = event as AnyEvent;
  if (records?.length) {
    const queue = records[0]?.eventSourceARN?.split(':').at(-1) ?? 'queue';
    return `${shortQueueName(queue)} x${records.length}`;
  }
  if (source === 'aws.events') return 'schedule';
  if (requestContext?.http) return `${requestContext.http.method} ${requestContext.http.path}`;
  const routeKey = requestContext?.routeKey;
  if (routeKey) return type === 'REQUEST' ? `${routeKey} authorizer` : routeKey;
  return 'direct';
}

/** A name that CloudFormation made, `<stack>-CandidatesQueue<hash>`, without what it added. */
function shortQueueName(name: string): string {
  const made = /^[A-Za-z0-9]+-([A-Za-z0-9]+?)(?:Queue)?[0-9A-F]{8}$/.exec(name)?.[1] ?? name;
  return made.charAt(0).toLowerCase() + made.slice(1);
}
