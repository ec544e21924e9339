import { parseConfig, type SiteConfig } from './config.ts';

/** Loads `config.json` from the site root; throws an Error if it is missing or wrong. */
export async function loadConfig(): Promise<SiteConfig> {
  const response = await fetch('/config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`config.json could not be read (${response.status})`);
  return parseConfig(await response.json());
}
