/** Longest message, in Unicode code points, as the server counts. */
export const MOST_CHARACTERS = 4000;

/** From here on the composer shows how much room is left. */
const COUNT_FROM = 3600;

/** What the composer may do with a text. */
export interface DraftCheck {
  sendable: boolean;
  /** Characters left, once it gets tight; negative if too long. */
  left: number | null;
}

/** Judges a draft by the server's own limits. */
export function checkDraft(text: string): DraftCheck {
  const length = Array.from(text).length;
  return {
    sendable: text.trim().length > 0 && length <= MOST_CHARACTERS,
    left: length >= COUNT_FROM ? MOST_CHARACTERS - length : null,
  };
}

/** True if this key press sends the message. */
export function sends(press: { key: string; shiftKey: boolean; isComposing: boolean }): boolean {
  return press.key === 'Enter' && !press.shiftKey && !press.isComposing;
}
