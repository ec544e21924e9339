// Runs inside a worker thread: loads one handler, then answers one event at a time.
// Plain JavaScript, so that a thread starts without a TypeScript loader.
import { parentPort, workerData } from 'node:worker_threads';

const { entry, exportName, functionName, functionArn, memorySize } = workerData;

/** The error as Lambda reports it: class name and message, no stack. */
function errorOf(thrown) {
  if (thrown instanceof Error) return { errorType: thrown.name, errorMessage: thrown.message };
  return { errorType: typeof thrown, errorMessage: String(thrown) };
}

function contextOf({ requestId, deadline }) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memorySize),
    awsRequestId: requestId,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
}

async function run(handler, message) {
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message));
    return { kind: 'result', payload: JSON.stringify(result ?? null) };
  } catch (thrown) {
    console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown);
    return { kind: 'error', ...errorOf(thrown) };
  }
}

// Lambda ends an environment whose promise rejects with nobody listening; Node's own default does
// the same, but the error would reach the pool without its kind.
process.on('unhandledRejection', (reason) => {
  console.error(reason);
  const { errorMessage } = errorOf(reason);
  parentPort.postMessage({
    kind: 'fatal',
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage,
  });
});

try {
  const handler = (await import(entry))[exportName];
  if (typeof handler !== 'function') {
    const error = new Error(`${exportName} is undefined or not exported`);
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  }
  parentPort.on('message', async (message) => {
    parentPort.postMessage(await run(handler, message));
  });
  parentPort.postMessage({ kind: 'ready' });
} catch (thrown) {
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown);
  parentPort.postMessage({ kind: 'init-error', ...errorOf(thrown) });
}
