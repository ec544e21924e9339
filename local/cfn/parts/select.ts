import type { DeployedResource, Deployment } from '../deployment.ts';
import { TemplateError } from '../errors.ts';

/** The deployment's resources of the given types, dependencies first. */
export function ofType(deployment: Deployment, ...types: string[]): DeployedResource[] {
  return deployment.resources.filter((resource) => types.includes(resource.type));
}

/** The properties in the shape CloudFormation documents for the type. */
export function propertiesOf<T>(resource: DeployedResource): T {
  return resource.properties as T;
}

/** A `TemplateError` about this resource. */
export function problemWith(resource: DeployedResource, problem: string): TemplateError {
  return new TemplateError(resource, problem);
}

/**
 * The function ARN in an integration or authorizer URI, which is either the ARN itself or
 * `arn:…:apigateway:…:lambda:path/2015-03-31/functions/<arn>/invocations`.
 */
export function functionArnIn(resource: DeployedResource, uri: string | undefined): string {
  const arn = /arn:aws:lambda:[^/]+/.exec(uri ?? '')?.[0];
  if (!arn) throw problemWith(resource, `names no Lambda function: ${uri ?? 'no URI'}`);
  return arn;
}
