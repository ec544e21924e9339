import css from './launcher.css?inline';
import { type LauncherOptions, textOn } from './options.ts';

/** The widget's element on the page with its round button. */
export interface Launcher {
  element: HTMLElement;
  root: ShadowRoot;
  setUnread(count: number): void;
  setOpen(open: boolean): void;
}

const TAG = 'switchboard-chat';
const SVG = 'http://www.w3.org/2000/svg';
const BUBBLE =
  'M12 3c5 0 9 3.4 9 7.7s-4 7.7-9 7.7c-.9 0-1.8-.1-2.6-.3L5 21v-4.1c-1.9-1.4-3-3.6-3-6.2C2 6.4 7 3 12 3Z';

/** Builds the element; `onClick` is the button's, `onIntent` says that a click is likely. */
export function createLauncher(
  options: LauncherOptions,
  onClick: () => void,
  onIntent: () => void,
): Launcher {
  if (!customElements.get(TAG)) customElements.define(TAG, class extends HTMLElement {});
  const element = document.createElement(TAG);
  element.dataset.position = options.position;
  element.dataset.theme = options.theme;
  const { style } = element;
  style.setProperty('--sb-across', `${options.offset[0]}px`);
  style.setProperty('--sb-up', `${options.offset[1]}px`);
  style.setProperty('z-index', String(options.zIndex));
  if (options.accent) {
    style.setProperty('--sb-accent', options.accent);
    style.setProperty('--sb-on-accent', textOn(options.accent));
  }
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'launcher';
  const icon = document.createElementNS(SVG, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', BUBBLE);
  icon.append(path);
  const label = document.createElement('span');
  label.className = 'label';
  label.textContent = 'Chat';
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.hidden = true;
  button.append(icon, label, badge);
  button.addEventListener('click', onClick);
  button.addEventListener('pointerenter', onIntent);
  button.addEventListener('focus', onIntent);
  if (options.shown) root.append(button);

  const setUnread = (count: number) => {
    badge.hidden = count === 0;
    badge.textContent = count > 9 ? '9+' : String(count);
    const news = count === 0 ? '' : `, ${count} unread message${count === 1 ? '' : 's'}`;
    button.setAttribute('aria-label', `Open chat${news}`);
  };
  const setOpen = (open: boolean) => {
    const wasInside = root.activeElement !== null;
    button.hidden = open;
    button.setAttribute('aria-expanded', String(open));
    // Back to where the panel was opened from, once it is gone; never away from the page.
    if (!open && wasInside) requestAnimationFrame(() => button.focus());
  };
  setUnread(0);
  setOpen(false);
  return { element, root, setUnread, setOpen };
}
