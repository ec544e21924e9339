const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host is this machine by its loopback names. */
export function isLocalUrl(url: string): boolean {
  return URL.canParse(url) && LOCAL_HOSTS.has(new URL(url).hostname);
}

/**
 * Whether a request with this `Origin` header may be served. Any page that a person has open can
 * send requests here, even as its own origin where its name was made to lead to this machine; SDKs
 * outside of browsers send no origin.
 */
export function isOfThisMachine(origin: string | undefined): boolean {
  return origin === undefined || isLocalUrl(origin);
}
