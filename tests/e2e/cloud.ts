import { type BrowserContextOptions, test as base } from '@playwright/test';
import { prepareAssembly } from '../../local/assembly-source.ts';
import { type Cloud, startCloud } from '../../local/cloud.ts';
import type { BeforeCall } from '../../local/front-door/call.ts';
import type { SessionContext } from '../../protocol/http.ts';
import type { Message } from '../../protocol/message.ts';
import type { PolicyOverrides } from '../../protocol/parse-policy.ts';
import { request, tokenOf } from '../contract/laptop-cloud.ts';
import { AgentPage, CustomerPage } from './pages.ts';

/** Who takes part in a test; whoever comes in leaves with it. */
export interface People {
  /** Signs in at the dashboard, and is available unless told otherwise. */
  agent(name: string, options?: { away?: boolean } & BrowserContextOptions): Promise<AgentPage>;
  /** Opens the chat on the demo page; without a name, as its Dana Okafor. */
  customer(name?: string, options?: BrowserContextOptions): Promise<CustomerPage>;
}

/** What the server says, read with the supervisor’s rights and leaving no trace. */
export interface Records {
  context(sessionId: string): Promise<SessionContext>;
  transcript(sessionId: string): Promise<Message[]>;
  get<T>(path: string): Promise<T>;
}

interface Fixtures {
  /** Where the handoff of this cloud deviates from its defaults: short enough to be lived through. */
  policy: PolicyOverrides;
  /** Set `before` to hold up or to fail what a function asks of AWS. */
  faults: { before?: BeforeCall };
  cloud: Cloud;
  people: People;
  records: Records;
}

/** Tests with a laptop cloud of their own, so that chats never see one another’s agents. */
export const test = base.extend<Fixtures>({
  policy: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from a pattern.
  faults: async ({}, use) => use({}),

  cloud: async ({ policy, faults }, use) => {
    const assemblyDir = await prepareAssembly(() => {}, policy);
    const before: BeforeCall = (call) => faults.before?.(call);
    const cloud = await startCloud({ assemblyDir, basePort: 0, before });
    await use(cloud);
    await cloud.close();
  },

  people: async ({ browser, cloud }, use) => {
    const opened: (AgentPage | CustomerPage)[] = [];
    const keep = <T extends AgentPage | CustomerPage>(page: T): T => {
      opened.push(page);
      return page;
    };
    await use({
      async agent(name, { away = false, ...options } = {}) {
        const agent = keep(await AgentPage.signIn(browser, cloud.urls.dashboard, name, options));
        if (!away) await agent.setAvailable();
        return agent;
      },
      async customer(name, options) {
        const context = { baseURL: cloud.urls.widget, ...options };
        return keep(await CustomerPage.open(browser, context, name));
      },
    });
    for (const { page } of opened) await page.context().close();
  },

  records: async ({ cloud }, use) => {
    const token = await tokenOf(cloud, 'jonas');
    const get = async <T>(path: string): Promise<T> => {
      const { status, body } = await request<T>(cloud, 'GET', path, { token });
      if (status !== 200) throw new Error(`GET ${path}: ${status} ${JSON.stringify(body)}`);
      return body;
    };
    await use({
      get,
      context: (sessionId) => get<SessionContext>(`/sessions/${sessionId}`),
      async transcript(sessionId) {
        const path = `/sessions/${sessionId}/messages?after=0`;
        return (await get<{ messages: Message[] }>(path)).messages;
      },
    });
  },
});

export { expect } from '@playwright/test';
