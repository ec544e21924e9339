import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { SiteDeployer } from './constructs/site-deployer.ts';
import { Website } from './constructs/website.ts';
import { dashboardPolicy, widgetPolicy } from './content-security-policy.ts';

const BUILT_SITES = fileURLToPath(new URL('../dist/web/', import.meta.url));

/** Vite names these files by their content, so that they never change. */
const HASHED_FILES = 'assets/*';
const IMMUTABLE = 'public, max-age=31536000, immutable';
/** Revalidated on every load: the page names the chunks of its own release. */
const REVALIDATE = 'no-cache';
/** The loader is on every page of the host's site: five minutes old is fresh enough. */
const LOADER = 'public, max-age=300, stale-while-revalidate=86400';

/**
 * First stack: the two sites. It knows nothing of the back end; the sites read the addresses
 * from `config.json`, which the second stack writes into these buckets.
 */
export class WebStack extends Stack {
  readonly widget: Website;
  readonly dashboard: Website;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: Config }) {
    super(scope, id, props);
    const { config } = props;
    const { domains } = config;
    const logBucket = config.accessLogs ? this.createLogBucket(config) : undefined;
    this.widget = new Website(this, 'Widget', {
      config,
      description: 'Switchboard chat widget',
      contentSecurityPolicy: widgetPolicy(config),
      embeddable: true,
      singlePage: false,
      domain: domains && { name: domains.widget, certificateArn: domains.certificateArn },
      logBucket,
    });
    this.dashboard = new Website(this, 'Dashboard', {
      config,
      description: 'Switchboard agent dashboard',
      contentSecurityPolicy: dashboardPolicy(config),
      embeddable: false,
      singlePage: true,
      domain: domains && { name: domains.dashboard, certificateArn: domains.certificateArn },
      logBucket,
    });

    const deployer = new SiteDeployer(this, 'Deployer', config);
    deploySite(deployer, 'widget', this.widget, LOADER);
    deploySite(deployer, 'dashboard', this.dashboard, REVALIDATE);

    new CfnOutput(this, 'WidgetUrl', { value: this.widget.url, description: 'Demo page' });
    new CfnOutput(this, 'DashboardUrl', { value: this.dashboard.url });
  }

  private createLogBucket(config: Config): Bucket {
    return new Bucket(this, 'AccessLogs', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // CloudFront's standard logs are still delivered by access control list.
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(config.logRetentionDays) }],
      autoDeleteObjects: config.ephemeral,
      removalPolicy: config.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }
}

/** Hashed files first: a page must never be live before the chunks it names. */
function deploySite(
  deployer: SiteDeployer,
  name: 'widget' | 'dashboard',
  site: Website,
  cacheControl: string,
): void {
  const folder = `${BUILT_SITES}${name}`;
  if (!existsSync(folder)) {
    throw new Error(
      `The ${name} site is not built: ${folder} is missing. Run "npx tsx scripts/build-web.ts".`,
    );
  }
  const id = name === 'widget' ? 'Widget' : 'Dashboard';
  const source = Source.asset(folder);
  const common = { source, bucket: site.bucket, keys: '*' };
  const assets = deployer.copy(`${id}Assets`, {
    ...common,
    cacheControl: IMMUTABLE,
    exclude: ['*'],
    include: [HASHED_FILES],
  });
  const pages = deployer.copy(`${id}Pages`, {
    ...common,
    cacheControl,
    // config.json belongs to the back end: a local one in the folder must not overwrite it.
    exclude: [HASHED_FILES, 'config.json'],
  });
  pages.node.addDependency(assets);
}
