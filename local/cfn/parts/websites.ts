import type { BucketContent, BucketSync } from '../../sites/bucket.ts';
import type { Behavior, Site } from '../../sites/site.ts';
import type { DeployedResource, Deployment } from '../deployment.ts';
import { responseHeaders } from './response-headers.ts';
import { ofType, problemWith, propertiesOf } from './select.ts';

interface BucketDeploymentProperties {
  DestinationBucketName: string;
  DestinationBucketKeyPrefix?: string;
  SourceObjectKeys: string[];
  SourceMarkers?: Record<string, string>[];
  SourceMarkersConfig?: { jsonEscape?: boolean | string }[];
  SystemMetadata?: Record<string, string>;
  Prune?: boolean;
  Extract?: boolean;
  Include?: string[];
  Exclude?: string[];
}

interface BehaviorProperties {
  PathPattern?: string;
  TargetOriginId: string;
  ResponseHeadersPolicyId?: string;
  FunctionAssociations?: unknown[];
  LambdaFunctionAssociations?: unknown[];
}

interface DistributionProperties {
  DistributionConfig: {
    DefaultRootObject?: string;
    Origins: { Id: string; DomainName: string; OriginPath?: string }[];
    DefaultCacheBehavior: BehaviorProperties;
    CacheBehaviors?: BehaviorProperties[];
    CustomErrorResponses?: {
      ErrorCode: number;
      ResponseCode?: number;
      ResponsePagePath?: string;
    }[];
  };
}

/**
 * The distributions with what they deliver, as sites to serve. `localize` is applied to files
 * that are completed at deployment, such as `config.json`.
 */
export function websiteParts(deployment: Deployment, localize: (text: string) => string): Site[] {
  const contents = bucketContents(deployment, localize);
  return ofType(deployment, 'AWS::CloudFront::Distribution').map((resource) => {
    const { DistributionConfig: config } = propertiesOf<DistributionProperties>(resource);
    const behavior = (properties: BehaviorProperties): Behavior => {
      if (
        properties.FunctionAssociations?.length ||
        properties.LambdaFunctionAssociations?.length
      ) {
        throw problemWith(resource, 'functions at the edge are not emulated');
      }
      const origin = config.Origins.find(({ Id: id }) => id === properties.TargetOriginId);
      const bucket = ofType(deployment, 'AWS::S3::Bucket').find(
        ({ attributes }) => attributes.RegionalDomainName === origin?.DomainName,
      );
      if (!origin || !bucket) throw problemWith(resource, 'an origin is not a bucket');
      return {
        pathPattern: properties.PathPattern ?? '*',
        originPath: origin.OriginPath ?? '',
        bucket: contents.get(bucket.ref) ?? { syncs: [], listable: false },
        headers: responseHeaders(deployment, resource, properties.ResponseHeadersPolicyId),
      };
    };
    return {
      domainName: resource.attributes.DomainName ?? '',
      defaultRootObject: config.DefaultRootObject ?? '',
      behaviors: [...(config.CacheBehaviors ?? []), config.DefaultCacheBehavior].map(behavior),
      errorPages: (config.CustomErrorResponses ?? []).map((page) => ({
        errorCode: page.ErrorCode,
        responseCode: page.ResponseCode ?? page.ErrorCode,
        ...(page.ResponsePagePath !== undefined && { path: page.ResponsePagePath }),
      })),
    };
  });
}

/** What the bucket deployments leave in each bucket, by bucket name. */
function bucketContents(
  deployment: Deployment,
  localize: (text: string) => string,
): Map<string, BucketContent> {
  const contents = new Map<string, BucketContent>();
  for (const resource of ofType(deployment, 'Custom::CDKBucketDeployment')) {
    const bucketName = propertiesOf<BucketDeploymentProperties>(resource).DestinationBucketName;
    const content = contents.get(bucketName) ?? {
      syncs: [],
      listable: isListable(deployment, bucketName),
    };
    content.syncs.unshift(syncOf(deployment, resource, localize));
    contents.set(bucketName, content);
  }
  return contents;
}

function syncOf(
  deployment: Deployment,
  resource: DeployedResource,
  localize: (text: string) => string,
): BucketSync {
  const properties = propertiesOf<BucketDeploymentProperties>(resource);
  if (properties.Extract === false) throw problemWith(resource, 'extract: false is not emulated');
  return {
    sources: properties.SourceObjectKeys.map((objectKey, index) => {
      const directory = deployment.assetPath(objectKey);
      if (!directory || directory.endsWith('.zip')) {
        throw problemWith(resource, `source ${objectKey} is not a folder of the assembly`);
      }
      return {
        directory,
        markers: properties.SourceMarkers?.[index] ?? {},
        jsonEscape: String(properties.SourceMarkersConfig?.[index]?.jsonEscape) === 'true',
        localize,
      };
    }),
    keyPrefix: (properties.DestinationBucketKeyPrefix ?? '').replace(/^\/|\/$/g, ''),
    include: properties.Include ?? [],
    exclude: properties.Exclude ?? [],
    prune: properties.Prune ?? true,
    metadata: lowerCaseKeys(properties.SystemMetadata ?? {}),
  };
}

function lowerCaseKeys(record: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).map(([k, value]) => [k.toLowerCase(), value]));
}

/** Without `s3:ListBucket` S3 answers 403 for a missing key, with it 404. */
function isListable(deployment: Deployment, bucketName: string): boolean {
  return ofType(deployment, 'AWS::S3::BucketPolicy').some(
    ({ properties }) =>
      properties.Bucket === bucketName &&
      (
        properties.PolicyDocument as { Statement: { Effect: string; Action: string | string[] }[] }
      ).Statement.some(
        ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes('s3:ListBucket'),
      ),
  );
}
