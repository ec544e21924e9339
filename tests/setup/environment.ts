/** What a deployment sets on the functions, so that handlers can be imported as they are. */
Object.assign(process.env, {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  TABLE_NAME: 'conversations',
  CANDIDATES_QUEUE_URL: 'https://sqs.test/candidates',
  TIMERS_QUEUE_URL: 'https://sqs.test/timers',
  SOCKET_CALLBACK_URL: 'https://socket.test/prod',
  ALLOWED_ORIGINS: 'https://shop.test,https://desk.test',
  POWERTOOLS_SERVICE_NAME: 'switchboard',
  POWERTOOLS_METRICS_NAMESPACE: 'Switchboard',
  POWERTOOLS_DEV: 'false',
  LOG_LEVEL: 'SILENT',
  POWERTOOLS_METRICS_DISABLED: 'true',
  ASSETS: new URL('../../dist/test', import.meta.url).pathname,
});
