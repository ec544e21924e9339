import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Source } from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { SiteDeployer } from './site-deployer.ts';

/** Long enough to spare the origin, short enough that a changed address is not lived with. */
const CACHE_CONTROL = 'public, max-age=60';

/** Writes each site's `config.json`, from which it learns at run time where the back end is. */
export class WebConfig extends Construct {
  private readonly deployer: SiteDeployer;

  constructor(scope: Construct, id: string, config: Config) {
    super(scope, id);
    this.deployer = new SiteDeployer(this, 'Deployer', config);
  }

  /** Puts `content` at `/config.json` of the site in `bucket`. */
  write(site: string, bucket: IBucket, content: Readonly<Record<string, string>>): void {
    this.deployer.copy(site, {
      source: Source.jsonData('config.json', content),
      bucket,
      keys: 'config.json',
      cacheControl: CACHE_CONTROL,
    });
  }
}
