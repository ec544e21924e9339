/** Where this deployment's services are; written beside the site when it is deployed. */
export interface SiteConfig {
  /** `wss://…` address of the live socket. */
  socketUrl: string;
  /** Base address of the HTTP API, without a slash at the end. */
  apiUrl: string;
  /** OIDC issuer that signs agents in. */
  issuer: string;
  /** Public OIDC client of this dashboard. */
  clientId: string;
  /** Sign-in site, where the issuer does not advertise an end-session endpoint. */
  signInDomain?: string;
}

const REQUIRED = ['socketUrl', 'apiUrl', 'issuer', 'clientId'] as const;

/** Reads an untrusted value as site configuration; throws an Error that names what is missing. */
export function parseConfig(value: unknown): SiteConfig {
  if (typeof value !== 'object' || value === null) throw new Error('config.json is not an object');
  const fields = value as Record<string, unknown>;
  for (const name of REQUIRED) {
    if (typeof fields[name] !== 'string' || fields[name] === '') {
      throw new Error(`config.json has no "${name}"`);
    }
  }
  const config = fields as unknown as SiteConfig;
  return { ...config, apiUrl: config.apiUrl.replace(/\/+$/, '') };
}
