/** Shapes on a 24 × 24 grid, drawn with the colour of the text. */
const SHAPES = {
  down: 'M6 9l6 6 6-6',
  arrowDown: 'M12 5v14M6 13l6 6 6-6',
  send: 'M12 19V5M6 11l6-6 6 6',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0',
  end: 'M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M9 8l-4 4 4 4M5 12h10',
  alert: 'M12 8v5M12 16.5v.01M12 3 2.5 20h19L12 3Z',
  bot: 'M7 9h10a3 3 0 0 1 3 3v4a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-4a3 3 0 0 1 3-3ZM12 9V5.5M12 4.5v.01M9 13.5v1M15 13.5v1',
  sending: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3 2',
  sent: 'M5 13l4 4L19 7',
  delivered: 'M2 13l4 4L16 7M11 16l1 1L22 7',
  read: 'M2 13l4 4L16 7M11 16l1 1L22 7',
} as const;

/** A decorative icon; what it stands beside says what it means. */
export function Icon({ name }: { name: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={SHAPES[name]} />
    </svg>
  );
}
