import type { HostOptions } from './loader/options.ts';

/** What the site may know of its customer, shown to agents. */
export interface Customer {
  name?: string;
  plan?: string;
}

/** Addresses of the service, from `config.json` beside the loader. */
export interface Config {
  socketUrl: string;
  apiUrl: string;
}

/** What happens in the widget, for the site: `SwitchboardChat.on(name, listener)`. */
export interface HostEvents {
  ready: null;
  open: null;
  close: null;
  /** Number of messages that came while the panel was closed. */
  unread: number;
  /** Status of the session. */
  status: string;
}

/** What the loader gives to the app. */
export interface Host {
  root: ShadowRoot;
  options: HostOptions;
  /** Rejects if the file cannot be had. */
  loadConfig(): Promise<Config>;
  customer(): Customer | undefined;
  emit<Name extends keyof HostEvents>(name: Name, detail: HostEvents[Name]): void;
}

/** What the app gives to the loader. */
export interface App {
  /** Opens the panel; `focus` is false when a page load only restores it. */
  open(focus: boolean): void;
  close(): void;
  readonly isOpen: boolean;
  /** Ends the connection, erases what is stored, and removes the panel. */
  shutdown(): void;
}

/** What the app's module exports. */
export interface AppModule {
  start(host: Host): App;
}
