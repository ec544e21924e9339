import type { WebSocket } from 'ws';

interface FrameReader {
  _payloadLength: number;
  _opcode: number;
  haveLength(callback: (error: Error) => void): void;
  createError(
    type: typeof RangeError,
    message: string,
    prefix: boolean,
    statusCode: number,
    errorCode: string,
  ): Error;
}

const FIRST_CONTROL_OPCODE = 0x08;

/**
 * Closes the socket with 1009 on a single data frame above `bytes`. `ws` limits whole messages
 * only, so this hooks the point where its receiver has just read a frame's length and fails there
 * the way `ws` itself fails an oversize message.
 * @throws {Error} when the installed `ws` has no such hook any more.
 */
export function limitFrames(socket: WebSocket, bytes: number): void {
  const reader = (socket as unknown as { _receiver?: Partial<FrameReader> })._receiver;
  if (typeof reader?.haveLength !== 'function' || typeof reader.createError !== 'function') {
    throw new Error('The frame limit needs the receiver of ws 8.23; check frame-limit.ts.');
  }
  const receiver = reader as FrameReader;
  const haveLength = receiver.haveLength.bind(receiver);
  receiver.haveLength = (callback) => {
    if (receiver._opcode < FIRST_CONTROL_OPCODE && receiver._payloadLength > bytes) {
      callback(
        receiver.createError(
          RangeError,
          'Max frame size exceeded',
          false,
          1009,
          'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
        ),
      );
      return;
    }
    haveLength(callback);
  };
}
