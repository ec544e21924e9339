import { signal } from '@preact/signals';
import type { parts } from './handoff/handoff.ts';
import { WORDS } from './words.ts';

/** What a chat needs once it has begun: most opens end before that. */
export type Handoff = typeof parts;

/** The chunk, once it is there. */
export const handoff = signal<Handoff | null>(null);

/** True if the chunk could not be had; a later try may help. */
export const failed = signal(false);

let loading = false;

/** Loads the chunk unless it is there or under way. */
export function loadHandoff(): void {
  if (loading) return;
  loading = true;
  failed.value = false;
  import('./handoff/handoff.ts').then(
    ({ parts }) => {
      handoff.value = parts;
    },
    (error: unknown) => {
      console.error(WORDS.notLoaded, error);
      loading = false;
      failed.value = true;
    },
  );
}
