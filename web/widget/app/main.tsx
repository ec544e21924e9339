import { effect } from '@preact/signals';
import { render } from 'preact';
import { hasStoredSession } from '../../chat-client/credentials.ts';
import type { App, Host } from '../host.ts';
import css from './app.css?inline';
import { browserStore } from './browser-store.ts';
import { createChatModel } from './chat-model.ts';
import { Panel } from './components/Panel.tsx';
import { handoff } from './later.ts';
import { SMALL_SCREEN } from './viewport-fit.ts';

/** Mounts the chat in the loader's shadow root; it connects when it is first opened. */
export function start(host: Host): App {
  const adopt = (text: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    host.root.adoptedStyleSheets.push(sheet);
  };
  adopt(css);
  const stop = effect(() => {
    if (handoff.value) adopt(handoff.value.css);
  });
  const store = browserStore();
  const model = createChatModel(host, store);
  const place = document.createElement('div');
  host.root.append(place);
  render(<Panel model={model} mode={host.options.mode} />, place);

  const listening = new AbortController();
  const { signal } = listening;
  addEventListener('online', model.wake, { signal });
  addEventListener('pageshow', model.wake, { signal });
  addEventListener('offline', model.networkLost, { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      const visible = document.visibilityState === 'visible';
      model.setPageVisible(visible);
      if (visible) model.wake();
    },
    { signal },
  );
  // Only a chat that somebody opened before connects by itself.
  if (hasStoredSession(store)) model.resume();

  /** With a touch keyboard the field would cover half the screen unasked: the title takes it. */
  const focus = () => {
    const coarse = matchMedia('(pointer: coarse)').matches;
    const target = coarse ? '#title' : 'textarea';
    const element = host.root.querySelector<HTMLElement>(target) ?? host.root.querySelector('h2');
    element?.focus();
  };

  return {
    open(wanted) {
      // On a small screen a restored panel would hide the page that was asked for.
      if (!wanted && matchMedia(SMALL_SCREEN).matches) return;
      model.open();
      if (wanted) requestAnimationFrame(focus);
    },
    close: model.close,
    get isOpen() {
      return model.isOpen.peek();
    },
    shutdown() {
      listening.abort();
      stop();
      model.shutdown();
      render(null, place);
    },
  };
}
