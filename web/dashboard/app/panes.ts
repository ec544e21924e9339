/** Moves the keyboard to the next or previous pane that is on show, round and round. */
export function movePane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = at < 0 ? 0 : (at + step + panes.length) % panes.length;
  panes[next]?.focus();
}
