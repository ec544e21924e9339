/** Longest customer or agent message, in Unicode code points. */
export const MAX_TEXT_CHARACTERS = 4000;

/** Largest frame API Gateway accepts, in bytes; a larger one is closed with 1009. */
export const MAX_FRAME_BYTES = 32 * 1024;

/** Target size of a `session.snapshot`, in bytes; the rest follows by repeating `session.hello`. */
export const SNAPSHOT_BYTES = 25 * 1024;

/** Close code with which the gateway ends a connection after an oversize frame. */
export const CLOSE_TOO_LARGE = 1009;

/** Close code a client sees when the server ends the connection; no other can be chosen. */
export const CLOSE_NORMAL = 1000;
