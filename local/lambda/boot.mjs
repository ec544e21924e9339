// Runs inside a worker thread: loads one handler, then answers one event at a time.
// Plain JavaScript, so that a thread starts without a TypeScript loader.
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';

const { entry, exportName, functionName, functionArn, memorySize } = workerData;

/** A text of anything: whatever a function throws must not break the telling of it. */
function textOf(value) {
  try {
    return String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

/** The error as Lambda reports it: class name and message, no stack. */
function errorOf(thrown) {
  if (thrown instanceof Error) {
    return { errorType: textOf(thrown.name), errorMessage: textOf(thrown.message) };
  }
  return { errorType: typeof thrown, errorMessage: textOf(thrown) };
}

// The streams of a thread arrive whenever they like; on the port, lines come before the result of
// the event they belong to.
for (const stream of ['stdout', 'stderr']) {
  process[stream].write = (chunk, encoding, callback) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    parentPort.postMessage({ kind: 'output', stream, text });
    const done = typeof encoding === 'function' ? encoding : callback;
    if (done) process.nextTick(done);
    return true;
  };
}

/** Heap and buffers of this thread alone, in bytes. */
function usedMemory() {
  const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
  return heap + external;
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

// The thread's own limit is on its heap only; buffers lie outside and count on Lambda all the same.
function outOfMemory() {
  return usedMemory() > memorySize * 1024 * 1024;
}

const OUT_OF_MEMORY = {
  kind: 'fatal',
  errorType: 'Runtime.OutOfMemory',
  errorMessage: 'Runtime exited with error: signal: killed',
};

function payloadOf(result) {
  try {
    const payload = JSON.stringify(result ?? null);
    // A function or a symbol has no JSON, and throws nothing either.
    if (payload === undefined) throw new TypeError(`A ${typeof result} is no JSON`);
    return payload;
  } catch (cause) {
    const error = new Error('Unable to stringify response body', { cause });
    error.name = 'Runtime.MarshalError';
    throw error;
  }
}

async function run(handler, message) {
  const watch = setInterval(() => {
    if (outOfMemory()) parentPort.postMessage({ ...OUT_OF_MEMORY, usedMemory: usedMemory() });
  }, 50);
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message));
    if (outOfMemory()) return OUT_OF_MEMORY;
    return { kind: 'result', payload: payloadOf(result) };
  } catch (thrown) {
    console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown);
    return { kind: 'error', ...errorOf(thrown) };
  } finally {
    clearInterval(watch);
  }
}

// Lambda ends an environment whose promise rejects with nobody listening; Node's own default does
// the same, but the error would reach the pool without its kind.
process.on('unhandledRejection', (reason) => {
  console.error(reason);
  parentPort.postMessage({
    kind: 'fatal',
    errorType: 'Runtime.UnhandledPromiseRejection',
    errorMessage: textOf(reason),
  });
});

// The same for an error in a callback. It is told from here because not everything that can be
// thrown can be sent from one thread to another.
process.on('uncaughtException', (thrown) => {
  console.error(thrown);
  parentPort.postMessage({ kind: 'fatal', ...errorOf(thrown) });
});

try {
  const handler = (await import(entry))[exportName];
  if (typeof handler !== 'function') {
    const error = new Error(`${exportName} is undefined or not exported`);
    error.name = 'Runtime.HandlerNotFound';
    throw error;
  }
  // Node.js 24 on Lambda takes no callbacks; without one the event would only time out.
  if (handler.length > 2) {
    const error = new Error(
      'A handler returns its answer or a promise of it; no callback is given',
    );
    error.name = 'Runtime.CallbackHandlerDeprecated';
    throw error;
  }
  parentPort.on('message', async (message) => {
    const answer = await run(handler, message);
    parentPort.postMessage({ ...answer, usedMemory: usedMemory() });
  });
  parentPort.postMessage({ kind: 'ready' });
} catch (thrown) {
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown);
  parentPort.postMessage({ kind: 'init-error', ...errorOf(thrown) });
}
