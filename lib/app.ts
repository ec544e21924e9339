import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { App, Validations } from 'aws-cdk-lib';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { BackendStack } from './backend-stack.ts';
import { readConfig } from './config.ts';
import { acknowledgeFindings } from './nag-acknowledgements.ts';
import { WebStack } from './web-stack.ts';

/** How to build the app; everything is optional. */
export interface BuildOptions {
  /** Context keys as in docs/OPERATIONS.md; `-c` of the CLI wins over these. */
  readonly context?: Record<string, unknown>;
  /** Folder of the cloud assembly; a temporary one, or the CLI's, by default. */
  readonly outdir?: string;
  /** False skips the library's template validation, which takes seconds. Default true. */
  readonly builtinValidation?: boolean;
  /** Rules that synthesis must pass, see rule-packs.ts. Passed in, so that a start without them does not load them. */
  readonly rulePacks?: (app: App) => IPolicyValidationPlugin[];
}

/**
 * The library's behaviour switches. Kept here rather than in cdk.json, so that the laptop cloud
 * and tests, which run without the CLI, build the same templates as a deployment.
 */
const FEATURE_FLAGS = {
  ...recommendedFlags,
  // Exports and imports: CloudFormation then refuses to remove a site that the back end uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/**
 * Builds both stacks. Expects the built bundles and sites in dist/; throws ConfigError for a bad
 * context value. The caller synthesises.
 */
export function buildApp(options: BuildOptions = {}): App {
  const app = new App({
    analyticsReporting: false,
    outdir: options.outdir,
    context: { ...FEATURE_FLAGS, ...options.context },
    builtinCloudFormationValidation: options.builtinValidation ?? undefined,
  });
  const config = readConfig(app.node);
  const suffix = config.stage ? `-${config.stage}` : '';
  const common = { config, terminationProtection: !config.ephemeral };
  const web = new WebStack(app, 'SwitchboardWeb', {
    ...common,
    stackName: `SwitchboardWeb${suffix}`,
    description: 'Switchboard: widget and dashboard sites',
  });
  const backend = new BackendStack(app, 'SwitchboardBackend', {
    ...common,
    web,
    stackName: `SwitchboardBackend${suffix}`,
    description: 'Switchboard: chat back end',
  });
  backend.addStackDependency(web);
  if (options.rulePacks) {
    acknowledgeFindings(app, config);
    Validations.of(app).addPlugins(...options.rulePacks(app));
  }
  return app;
}
