import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BucketDeployment, CacheControl, type ISource } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** Files to copy into a site's bucket. */
export interface SiteFiles {
  readonly source: ISource;
  readonly bucket: IBucket;
  /** Keys this copy may write, e.g. `*` or `config.json`. */
  readonly keys: string;
  readonly cacheControl: string;
  /** Patterns as of `aws s3 sync`: excludes first, then includes. */
  readonly exclude?: string[];
  readonly include?: string[];
}

/**
 * Copies files into site buckets during a deployment. All copies of a stack share one function,
 * whose role reads exactly the archives and writes exactly the keys that were asked for. Nothing
 * is ever removed from a bucket: open pages still load the chunks of the release before.
 */
export class SiteDeployer extends Construct {
  private readonly role: Role;
  private readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Switchboard: copies site files at deployment',
    });
    this.logGroup.grantWrite(this.role);
  }

  /** Adds one copy; returns it so that another can be made to wait for it. */
  copy(id: string, files: SiteFiles): BucketDeployment {
    this.allow(['s3:ListBucket'], files.bucket.bucketArn);
    this.allow(['s3:PutObject'], files.bucket.arnForObjects(files.keys));
    const deployment = new BucketDeployment(this, id, {
      sources: [this.readable(files.source)],
      destinationBucket: files.bucket,
      cacheControl: [CacheControl.fromString(files.cacheControl)],
      exclude: files.exclude,
      include: files.include,
      prune: false,
      // The library would grant wildcard actions; this role takes only what is allowed here.
      role: this.role.withoutPolicyUpdates(),
      logGroup: this.logGroup,
    });
    deployment.node.addDependency(this.role);
    return deployment;
  }

  private readable(source: ISource): ISource {
    return {
      bind: (scope, context) => {
        const bound = source.bind(scope, context);
        this.allow(['s3:GetObject'], bound.bucket.arnForObjects(bound.zipObjectKey));
        return bound;
      },
    };
  }

  private allow(actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
