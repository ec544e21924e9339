/** What a shortcut looks at in a keyboard event. */
export interface KeyPress {
  key: string;
  code: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  /** True while an input method composes a character. */
  isComposing: boolean;
}

/** True if `combination`, such as `J`, `?`, `F6`, `Shift+F6` or `Alt+A`, is what was pressed. */
export function matches(combination: string, press: KeyPress): boolean {
  if (press.isComposing || press.ctrlKey || press.metaKey) return false;
  const parts = combination.split('+');
  const key = parts.pop() ?? '';
  const alt = parts.includes('Alt');
  if (alt !== press.altKey) return false;
  // With Alt many layouts produce another character, so the place of the key decides.
  if (alt) return press.code === `Key${key}`;
  if (isNamedKey(key)) return press.key === key && parts.includes('Shift') === press.shiftKey;
  // A character already says whether Shift was needed for it, on any layout.
  if (/^[A-Z]$/.test(key)) return press.key.toUpperCase() === key && !press.shiftKey;
  return press.key === key;
}

/** True if the combination is one character: it must not act inside fields, and can be off. */
export function isSingleKey(combination: string): boolean {
  return combination.length === 1;
}

function isNamedKey(key: string): boolean {
  return key.length > 1;
}
