import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  type ResponseHeadersCorsBehavior,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** One site's own choices. */
export interface WebsiteProps {
  readonly config: Config;
  readonly description: string;
  readonly contentSecurityPolicy: string;
  /** True when other sites load these files; false keeps every cross-origin reader out. */
  readonly embeddable: boolean;
  /** True when unknown paths are the app's own routes and answer with its page. */
  readonly singlePage: boolean;
  /** Own name, with the certificate for it; CloudFront's name when undefined. */
  readonly domain: { readonly name: string; readonly certificateArn: string } | undefined;
  readonly logBucket: IBucket | undefined;
}

const ANY_ORIGIN: ResponseHeadersCorsBehavior = {
  accessControlAllowOrigins: ['*'],
  accessControlAllowHeaders: ['*'],
  accessControlAllowMethods: ['GET', 'HEAD', 'OPTIONS'],
  accessControlAllowCredentials: false,
  accessControlMaxAge: Duration.days(1),
  originOverride: true,
};

/** A private bucket behind its own CloudFront distribution, with strict security headers. */
export class Website extends Construct {
  readonly bucket: Bucket;
  /** Origin of the site: `https://…` without a trailing slash. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: WebsiteProps) {
    super(scope, id);
    const { config, domain } = props;
    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      autoDeleteObjects: config.ephemeral,
      removalPolicy: config.ephemeral ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      serverAccessLogsBucket: props.logBucket,
      serverAccessLogsPrefix: props.logBucket && `s3/${id.toLowerCase()}/`,
    });
    const distribution = new Distribution(this, 'Distribution', {
      comment: props.description,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      ...(domain && {
        domainNames: [domain.name],
        certificate: Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      logBucket: props.logBucket,
      logFilePrefix: props.logBucket && `cloudfront/${id.toLowerCase()}/`,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        compress: true,
        // Lifetimes come from each object's Cache-Control, written when it is deployed.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.createHeaders(props),
      },
      // The bucket answers 403 for what it does not have: it may not be listed.
      errorResponses: props.singlePage
        ? [
            {
              httpStatus: 403,
              responseHttpStatus: 200,
              responsePagePath: '/index.html',
              ttl: Duration.seconds(0),
            },
          ]
        : undefined,
    });
    this.url = `https://${domain?.name ?? distribution.distributionDomainName}`;
  }

  private createHeaders(props: WebsiteProps): ResponseHeadersPolicy {
    const policy = props.embeddable ? 'cross-origin' : 'same-origin';
    return new ResponseHeadersPolicy(this, 'Headers', {
      comment: `Security headers: ${props.description}`,
      corsBehavior: props.embeddable ? ANY_ORIGIN : undefined,
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: props.contentSecurityPolicy,
          override: true,
        },
        contentTypeOptions: { override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
        referrerPolicy: {
          referrerPolicy: HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
          override: true,
        },
        // Older browsers only: it cannot name hosts, so an embeddable site leaves it to the CSP.
        frameOptions: props.embeddable
          ? undefined
          : { frameOption: HeadersFrameOption.DENY, override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: 'Cross-Origin-Resource-Policy', value: policy, override: true },
          {
            header: 'Permissions-Policy',
            value: 'camera=(), geolocation=(), microphone=(), payment=()',
            override: true,
          },
        ],
      },
    });
  }
}
