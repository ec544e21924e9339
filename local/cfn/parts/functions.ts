import type { Deployment } from '../deployment.ts';
import { ofType, problemWith, propertiesOf } from './select.ts';

/** One function of the template. */
export interface FunctionPart {
  /** Short name: the logical id without CDK's hash and the word Function, e.g. `message`. */
  name: string;
  functionName: string;
  arn: string;
  region: string;
  codeDirectory: string;
  handler: string;
  runtime: string;
  timeoutSeconds: number;
  memorySize: number;
  variables: Record<string, string>;
}

interface FunctionProperties {
  Code?: { S3Key?: string };
  Handler?: string;
  Runtime?: string;
  Timeout?: number;
  MemorySize?: number;
  Environment?: { Variables?: Record<string, unknown> };
}

/**
 * The functions to run. Providers of custom resources are left out: what they would do at deploy
 * time is done by the cloud itself. Throws for code that is no asset and for other runtimes.
 */
export function functionParts(deployment: Deployment): FunctionPart[] {
  const providers = new Set(
    deployment.resources.map(({ properties }) => properties.ServiceToken).filter(Boolean),
  );
  return ofType(deployment, 'AWS::Lambda::Function')
    .filter(({ attributes }) => !providers.has(attributes.Arn))
    .map((resource) => {
      const properties = propertiesOf<FunctionProperties>(resource);
      const { Runtime: runtime = '', Handler: handler = '' } = properties;
      if (!runtime.startsWith('nodejs')) {
        throw problemWith(resource, `runtime ${runtime || 'of an image'} cannot run locally`);
      }
      const codeDirectory = deployment.assetPath(properties.Code?.S3Key ?? '');
      if (codeDirectory === undefined) throw problemWith(resource, 'its code is not an asset');
      return {
        name: shortName(resource.logicalId),
        functionName: resource.ref,
        arn: resource.attributes.Arn ?? '',
        region: resource.region,
        codeDirectory,
        handler,
        runtime,
        // Lambda's own defaults.
        timeoutSeconds: properties.Timeout ?? 3,
        memorySize: properties.MemorySize ?? 128,
        variables: Object.fromEntries(
          Object.entries(properties.Environment?.Variables ?? {}).map(([key, value]) => [
            key,
            String(value),
          ]),
        ),
      };
    });
}

function shortName(logicalId: string): string {
  const name = logicalId.replace(/[0-9A-F]{8}$/, '').replace(/(?<=.)(Function)+$/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
}
