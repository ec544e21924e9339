/** One resource of a CloudFormation template, intrinsics unresolved. */
export interface TemplateResource {
  Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  Condition?: string;
}

/** The sections of a CloudFormation template that a start depends on. */
export interface Template {
  Resources: Record<string, TemplateResource>;
  Parameters?: Record<string, { Type: string; Default?: unknown }>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Conditions?: Record<string, unknown>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
  Transform?: unknown;
}

/** A stack of the cloud assembly: its template, where it would deploy, and its asset sources. */
export interface StackArtifact {
  name: string;
  region: string;
  account: string;
  template: Template;
  /** Object key in the bootstrap bucket (what `Code.S3Key` names) to the absolute source path. */
  assets: Map<string, string>;
}
