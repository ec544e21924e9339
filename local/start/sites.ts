import { websiteParts } from '../cfn/parts/websites.ts';
import type { Closable } from '../contracts.ts';
import { type RunningSite, startSite } from '../sites/server.ts';
import type { LocalDeployment } from './local-deployment.ts';

/** Serves both sites, each on its port. */
export async function startSites(
  { deployment, localize, ports, sites }: LocalDeployment,
  live: boolean,
  keep: <T extends Closable>(part: T) => T,
): Promise<ReadonlyMap<'widget' | 'dashboard', RunningSite>> {
  const running = new Map<'widget' | 'dashboard', RunningSite>();
  for (const site of websiteParts(deployment, localize)) {
    const name = sites.get(site.domainName);
    if (name) running.set(name, keep(await startSite(site, ports[name], { live })));
  }
  return running;
}
