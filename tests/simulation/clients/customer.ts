import { memoryStore } from '../../../web/chat-client/store.ts';
import type { FinalView } from '../history.ts';
import { type CustomerTab, openTab } from './customer-tab.ts';
import type { Device } from './device.ts';
import { RELEASE_ONE } from './old-client.ts';

/** A customer with a browser: at times no tab, at times two. */
export interface Customer {
  readonly who: string;
  tabs(): readonly CustomerTab[];
  /** The tab that the customer looks at, if the chat is open. */
  tab(): CustomerTab | undefined;
  open(): void;
  openSecond(): void;
  /** Closes the tab and opens it again: the outbox and the session survive. */
  reload(): void;
  leave(): void;
  /** The device is gone without a word, and back on another network when it notices. */
  vanish(): void;
  views(): FinalView[];
}

/** Makes a customer whose chat is closed. */
export function createCustomer(
  device: Device,
  options: { who: string; old: boolean; skewMs: number },
): Customer {
  const store = memoryStore();
  let tabs: CustomerTab[] = [];
  let opened = 0;
  const openOne = () => {
    opened += 1;
    const tab = openTab(device, {
      who: `${options.who}/${opened}`,
      store,
      skewMs: options.skewMs,
      ...(options.old && { understands: RELEASE_ONE }),
    });
    tabs.push(tab);
  };
  const leave = () => {
    for (const tab of tabs) tab.close();
    tabs = [];
  };
  return {
    who: options.who,
    tabs: () => tabs,
    tab: () => tabs.at(-1),
    open() {
      if (tabs.length === 0) openOne();
      else tabs.at(-1)?.connection.connect();
    },
    openSecond() {
      if (tabs.length < 2) openOne();
    },
    reload() {
      tabs.pop()?.close();
      openOne();
    },
    leave,
    vanish() {
      const id = tabs.at(-1)?.connectionId();
      if (id) device.gateway.vanish(id);
    },
    views: () => tabs.map((tab) => tab.view()),
  };
}
