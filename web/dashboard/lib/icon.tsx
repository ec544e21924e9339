/** Outlines on a 20 × 20 grid, drawn as strokes. */
const PATHS = {
  urgent: 'M10 3.2 17.6 16.4H2.4L10 3.2ZM10 8v4M10 14.1v.1',
  high: 'M5 9.5l5-5 5 5M5 15l5-5 5 5',
  medium: 'M4.5 8h11M4.5 12h11',
  low: 'M5 8l5 5 5-5',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM10 6.2V10l2.6 1.8',
  settings: 'M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M12.5 4v4M7.5 12v4',
  help: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM7.9 8.1a2.1 2.1 0 1 1 3 1.9c-.6.3-.9.7-.9 1.4M10 13.8v.1',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  forward: 'M8 4.5 13.5 10 8 15.5',
  close: 'M5 5l10 10M15 5 5 15',
  panel: 'M3.5 4.5h13v11h-13zM12 4.5v11',
  send: 'M3.5 10 16.5 4l-4 12.5-3-5.3L3.5 10ZM9.5 11.2l3.2-3.4',
  check: 'M4.5 10.5 8.3 14l7.2-8',
  checks: 'M2 10.5 5.4 14l6.6-8M10.5 13.6l.4.4 7.1-8',
  pause: 'M7 4.5v11M13 4.5v11',
  play: 'M6.5 4.5 15 10l-8.5 5.5v-11Z',
  transfer: 'M3.5 7h12M12 3.5 15.5 7 12 10.5M16.5 13h-12M8 9.5 4.5 13 8 16.5',
  lock: 'M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  bot: 'M4.5 8h11v8h-11zM10 8V4.5M8 11.5v1M12 11.5v1M2.5 11v2M17.5 11v2M9.3 4.2h1.4',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4 16.5c.6-2.8 3-4.3 6-4.3s5.4 1.5 6 4.3',
  release: 'M8 6 4 10l4 4M4.5 10h7a4.5 4.5 0 0 0 4-4.5',
  end: 'M4 12.8c-1.4-1.3-1.6-2.8-1-3.6C4.3 7.5 7 6.8 10 6.8s5.7.7 7 2.4c.6.8.4 2.3-1 3.6l-2.6-1V9.9a10 10 0 0 0-6.8 0v1.9l-2.6 1Z',
  out: 'M8 4H4.5v12H8M9 10h8M14 7l3 3-3 3',
  inbox: 'M3.5 11.5 5.5 4.5h9l2 7v4h-13v-4ZM3.5 11.5h4l1 2h3l1-2h4',
  metrics: 'M2.5 16.5h15M5 13.5V10M10 13.5V4M15 13.5V7',
  team: 'M7.5 9.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2 16c.5-2.6 2.7-4 5.5-4s5 1.4 5.5 4M13 4.2a2.7 2.7 0 0 1 0 5M14.8 12.3c1.7.5 2.9 1.8 3.2 3.7',
  replies: 'M3.5 5h13M3.5 10h9M3.5 15h11',
  download: 'M10 3.5v9M6 9l4 4 4-4M4 16.5h12',
  pen: 'M4 16l.8-3.4L13.4 4l2.6 2.6-8.6 8.6L4 16ZM11.6 5.8l2.6 2.6',
  chat: 'M3.5 4.5h13v9H10L6 16.5v-3H3.5v-9Z',
  offline:
    'M3 3l14 14M5.5 11.5a6.5 6.5 0 0 1 2-1.4M14.5 11.5a6.5 6.5 0 0 0-3-1.8M3 8.6a10 10 0 0 1 2.5-1.7M17 8.6a10 10 0 0 0-7-2.6M10 15v.1',
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A drawing beside its words; hidden from assistive technology, which reads the words. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
