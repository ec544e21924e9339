/** Settings from the script tag's data attributes. */
export interface HostOptions {
  /** `page` fills the whole page, without a launcher. */
  mode: 'float' | 'page';
  /** Name of the company as it stands in the greeting. */
  brand: string;
  /** Shown when chat is not available. */
  phone: string | null;
}

/** How the launcher looks and where it stands. */
export interface LauncherOptions {
  shown: boolean;
  /** Corner at the end or the start of the line, by the page's direction. */
  position: 'end' | 'start';
  theme: 'auto' | 'light' | 'dark';
  /** Colour of the company as `#rrggbb`, or null for the own one. */
  accent: string | null;
  /** Distance from the corner in px: across, up. */
  offset: readonly [number, number];
  zIndex: number;
}

/** Reads the script tag's data attributes; what is missing or wrong falls back. */
export function readOptions(
  data: Readonly<Record<string, string | undefined>>,
): HostOptions & LauncherOptions {
  const accent = data.accent ?? '';
  const [across = NaN, up = NaN] = (data.offset ?? '').split(',').map(Number.parseFloat);
  const zIndex = Number(data.zIndex ?? NaN);
  return {
    mode: data.mode === 'page' ? 'page' : 'float',
    brand: data.brand ?? 'support',
    phone: data.phone ?? null,
    shown: data.launcher !== 'off',
    position: data.position === 'start' ? 'start' : 'end',
    theme: data.theme === 'light' || data.theme === 'dark' ? data.theme : 'auto',
    accent: /^#[\da-f]{6}$/i.test(accent) ? accent : null,
    offset: [Number.isFinite(across) ? across : 20, Number.isFinite(up) ? up : 20],
    zIndex: Number.isInteger(zIndex) ? zIndex : 2147483000,
  };
}

/** Black or white, whichever reads better on `colour` (`#rrggbb`): WCAG relative luminance. */
export function textOn(colour: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  // Where the contrast with white and with black is the same: sqrt(1.05 * 0.05) - 0.05.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff';
}
