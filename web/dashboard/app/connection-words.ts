import type { ConnectionState } from '../../chat-client/connection.ts';

/** The state of the live connection in words, and how bad it is. */
export interface ConnectionWords {
  words: string;
  light: 'live' | 'waiting' | 'down';
}

/** Tells an agent how fresh what they see is; `since` is a time of day in words. */
export function describeConnection(state: ConnectionState, since: string): ConnectionWords {
  switch (state) {
    case 'online':
      return { words: 'Live', light: 'live' };
    case 'idle':
    case 'connecting':
      return { words: 'Connecting…', light: 'waiting' };
    case 'reconnecting':
      return { words: `Reconnecting… (as of ${since})`, light: 'waiting' };
    case 'offline':
      return { words: `You’re offline (as of ${since})`, light: 'down' };
    case 'superseded':
      return { words: 'Open in another tab', light: 'down' };
    case 'failed':
    case 'closed':
      return { words: 'Not connected', light: 'down' };
  }
}
