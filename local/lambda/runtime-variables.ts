/** What the variables of one function's environments are made from. */
export interface RuntimeVariables {
  functionName: string;
  memorySize: number;
  handler: string;
  runtime: string;
  region: string;
  codeDirectory: string;
  /** By this key id the front door knows who calls. */
  accessKeyId: string;
  /** Where DynamoDB, SQS and @connections are served. */
  frontDoorUrl: string;
  /** The template's own variables. */
  declared: Record<string, string>;
}

/**
 * The complete environment of a function: the variables Lambda itself sets, endpoints that lead
 * the SDK to the front door, and those the template declares.
 */
export function runtimeVariables(options: RuntimeVariables): Record<string, string> {
  const { functionName, frontDoorUrl, codeDirectory } = options;
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    AWS_EXECUTION_ENV: `AWS_Lambda_${options.runtime}`,
    AWS_REGION: options.region,
    AWS_DEFAULT_REGION: options.region,
    AWS_ACCESS_KEY_ID: options.accessKeyId,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(options.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    LAMBDA_TASK_ROOT: codeDirectory,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    _HANDLER: options.handler,
    AWS_ENDPOINT_URL_DYNAMODB: frontDoorUrl,
    AWS_ENDPOINT_URL_SQS: frontDoorUrl,
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: frontDoorUrl,
    // A service that has no local engine must fail at once, never reach AWS: nothing listens here.
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    // Functions deploy to a newer Node than the laptop may have.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...options.declared,
  };
}
