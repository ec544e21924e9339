import { loadAssembly } from '../cfn/assembly.ts';
import { type Deployment, deploy } from '../cfn/deployment.ts';
import { TemplateError } from '../cfn/errors.ts';
import { type Localize, type LocalUrls, localizer } from '../local-urls.ts';
import { choosePorts, type PortName } from '../ports.ts';

/** The templates with everything resolved, and where each part of them is reached on this machine. */
export interface LocalDeployment {
  /** With names and URLs as AWS would have them: what policies speak of. */
  deployed: Deployment;
  /** With local URLs: what functions and pages are told. */
  deployment: Deployment;
  ports: Record<PortName, number>;
  urls: LocalUrls;
  /** Which distribution is which site, by domain name. */
  sites: ReadonlyMap<string, 'widget' | 'dashboard'>;
  /** Puts local URLs in the place of AWS's, however deep. */
  localize: Localize;
}

/**
 * Resolves the templates of an assembly and chooses free ports. Rejects with `TemplateError` for
 * what cannot run locally and `PortTakenError` for a port in use.
 */
export async function deployLocally(
  assemblyDir: string,
  basePort: number,
): Promise<LocalDeployment> {
  const deployed = deploy(loadAssembly(assemblyDir));
  const ports = await choosePorts(basePort);
  const urls = localUrls(ports);
  const sites = sitePorts(deployed);
  const localize = localizer(deployed.resources, urls, (domain) => {
    const site = sites.get(domain);
    return site && urls[site];
  });
  const deployment: Deployment = {
    ...deployed,
    resources: deployed.resources.map((resource) => ({
      ...resource,
      properties: localize(resource.properties),
    })),
  };
  return { deployed, deployment, ports, urls, sites, localize };
}

/** People open `localhost`; functions reach the front door by address, with no name to look up. */
function localUrls(ports: Record<PortName, number>): LocalUrls {
  return {
    widget: `http://localhost:${ports.widget}`,
    dashboard: `http://localhost:${ports.dashboard}`,
    httpApi: `http://localhost:${ports.httpApi}`,
    socket: `ws://localhost:${ports.socket}`,
    issuer: `http://localhost:${ports.issuer}`,
    frontDoor: `http://127.0.0.1:${ports.frontDoor}`,
  };
}

/** Which distribution is which site: the outputs `WidgetUrl` and `DashboardUrl` say so. */
function sitePorts({ resources, outputs }: Deployment): Map<string, 'widget' | 'dashboard'> {
  const values = Object.values(outputs);
  const sites = new Map<string, 'widget' | 'dashboard'>();
  for (const resource of resources) {
    if (resource.type !== 'AWS::CloudFront::Distribution') continue;
    const domain = resource.attributes.DomainName ?? '';
    const names = (key: string): boolean => values.some((output) => output[key]?.includes(domain));
    if (names('WidgetUrl')) sites.set(domain, 'widget');
    else if (names('DashboardUrl')) sites.set(domain, 'dashboard');
    else {
      const problem = 'neither output WidgetUrl nor DashboardUrl names it, so it has no port';
      throw new TemplateError(resource, problem);
    }
  }
  return sites;
}
