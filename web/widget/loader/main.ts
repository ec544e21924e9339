import type { App, AppModule, Config, Customer } from '../host.ts';
import { type Call, type ChatApi, createApi } from './api.ts';
import { createLauncher } from './launcher.ts';
import { readOptions } from './options.ts';

type Global = { SwitchboardChat?: ChatApi | Call[] };

/** Written by the app once a chat is open on this device. */
const SESSION_KEY = 'switchboard:session';
const OPEN_KEY = 'switchboard:open';

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage is forbidden here: then there is nothing to come back to.
    return null;
  }
}

function load(script: HTMLScriptElement) {
  const options = readOptions(script.dataset);
  const base = new URL('.', script.src);
  let customer: Customer | undefined;
  let app: App | null = null;
  let loading: Promise<App> | null = null;
  let gone = false;

  const loadConfig = async (): Promise<Config> => {
    const response = await fetch(new URL('config.json', base));
    if (!response.ok) throw new Error(`config.json: ${response.status}`);
    return (await response.json()) as Config;
  };

  const loadApp = () => {
    loading ??= import(/* @vite-ignore */ new URL(APP_FILE, base).href).then(
      ({ start }: AppModule) => {
        app = start({
          root: launcher.root,
          options,
          loadConfig,
          customer: () => customer,
          emit,
        });
        return app;
      },
      (error: unknown) => {
        // The next click tries again.
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  const withApp = (run: (app: App) => void) => {
    if (gone) return;
    loadApp().then(run, (error: unknown) => console.error('Chat could not be loaded.', error));
  };

  const open = () => withApp((it) => it.open(true));
  const close = () => app?.close();
  const { api, emit } = createApi({
    open,
    close,
    toggle: () => (app?.isOpen ? close() : open()),
    setUser(user) {
      customer = user ?? undefined;
    },
    shutdown() {
      gone = true;
      app?.shutdown();
      observer.disconnect();
      launcher.element.remove();
    },
  });
  const launcher = createLauncher(options, open, () => withApp(() => {}));
  api.on('unread', launcher.setUnread);
  api.on('open', () => launcher.setOpen(true));
  api.on('close', () => launcher.setOpen(false));

  const place = () => {
    if (!gone && !launcher.element.isConnected) document.body.append(launcher.element);
  };
  // Some sites swap their whole body on navigation.
  const observer = new MutationObserver(place);
  observer.observe(document.documentElement, { childList: true });

  const begin = () => {
    place();
    if (options.mode === 'page') open();
    else if (stored(SESSION_KEY)) {
      withApp((it) => {
        if (stored(OPEN_KEY)) it.open(false);
      });
    }
  };

  const global = window as Global;
  const queued = Array.isArray(global.SwitchboardChat) ? global.SwitchboardChat : [];
  global.SwitchboardChat = api;
  api.push(...queued);
  emit('ready', null);
  // A loader in the head runs before there is a body to stand in.
  if (document.body) begin();
  else document.addEventListener('DOMContentLoaded', begin, { once: true });
}

if (document.currentScript instanceof HTMLScriptElement) load(document.currentScript);
else console.error('The chat loader must be a classic script of its own.');
