import { Aws } from 'aws-cdk-lib';
import type { Config } from './config.ts';
import { signInOrigin } from './sign-in-domain.ts';

/**
 * API hosts of this Region. The exact ids are not known when the sites are made; a page that
 * reached another API there would still find no ticket that it accepts.
 */
function apiSources(): string[] {
  const host = `*.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
  return [`https://${host}`, `wss://${host}`];
}

function signInSources(config: Config): string[] {
  if (config.oidc) return [...config.oidc.connectOrigins];
  return [`https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}`, signInOrigin(config)];
}

/** Policy of the widget site: its own files, the API, and frames of allowed hosts. */
export function widgetPolicy(config: Config): string {
  return render({
    'connect-src': ["'self'", ...apiSources()],
    'frame-ancestors': ["'self'", ...config.extraOrigins],
  });
}

/** Policy of the dashboard: its own files, the API and the sign-in; never framed. */
export function dashboardPolicy(config: Config): string {
  return render({
    'connect-src': ["'self'", ...apiSources(), ...signInSources(config)],
    'frame-ancestors': ["'none'"],
    'media-src': ["'self'"],
  });
}

/** Nothing inline, nothing evaluated, no string written into the DOM as markup. */
function render(directives: Readonly<Record<string, readonly string[]>>): string {
  const all = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'"],
    'img-src': ["'self'", 'data:'],
    'font-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'require-trusted-types-for': ["'script'"],
    ...directives,
  };
  return Object.entries(all)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
