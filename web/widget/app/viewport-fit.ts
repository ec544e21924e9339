/** Where the panel covers the whole page; the style sheet says the same. */
export const SMALL_SCREEN = '(max-width: 480px)';

/**
 * Keeps a panel that covers the page above the touch keyboard, which on some phones hides the
 * lower part of the page without making it smaller. Returns the end of it.
 */
export function fitAboveKeyboard(panel: HTMLElement): () => void {
  const viewport = window.visualViewport;
  if (!viewport) return () => {};
  const fit = () => {
    const covers = matchMedia(SMALL_SCREEN).matches;
    panel.style.height = covers ? `${viewport.height}px` : '';
    panel.style.top = covers ? `${viewport.offsetTop}px` : '';
  };
  viewport.addEventListener('resize', fit);
  viewport.addEventListener('scroll', fit);
  return () => {
    viewport.removeEventListener('resize', fit);
    viewport.removeEventListener('scroll', fit);
  };
}
