import {
  type Browser,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import type { ServerFrame, ServerFrameOf } from '../../protocol/server-frames.ts';

/** A page with a conversation on it. */
class ChatPage {
  readonly page: Page;
  readonly transcript: Locator;
  /** What the page complained of: script errors, refused content, failed requests. */
  readonly complaints: string[] = [];
  /** What the server has pushed to this page, oldest first. */
  readonly frames: ServerFrame[] = [];
  /** How often a document was loaded; a page that is never refreshed stays at its number. */
  loads = 0;

  constructor(page: Page) {
    this.page = page;
    this.transcript = page.getByRole('region', { name: 'Conversation', exact: true });
    page.on('load', () => {
      this.loads += 1;
    });
    page.on('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => this.frames.push(JSON.parse(String(payload))));
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.transcript.getByText(text).last()).toBeVisible();
  }

  /** True-to-order texts of those entries that match, as they stand in the transcript now. */
  texts(pattern: RegExp): Promise<string[]> {
    return this.transcript.getByText(pattern).allTextContents();
  }

  received<T extends ServerFrame['type']>(type: T): ServerFrameOf<T>[] {
    return this.frames.filter((frame): frame is ServerFrameOf<T> => frame.type === type);
  }

  protected async write(field: string, text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: field });
    await box.fill(text);
    await box.press('Enter');
    await expect(this.transcript.getByText(text, { exact: true })).toBeVisible();
  }
}

/** The demo page with the widget on it. */
export class CustomerPage extends ChatPage {
  static async open(
    browser: Browser,
    options?: BrowserContextOptions,
    name?: string,
  ): Promise<CustomerPage> {
    const customer = await CustomerPage.visit(browser, options);
    if (name !== undefined) await customer.page.evaluate(signInAs, name);
    await customer.page.getByRole('button', { name: /^Open chat/ }).click();
    return customer;
  }

  static async openByKeyboard(
    browser: Browser,
    options?: BrowserContextOptions,
  ): Promise<CustomerPage> {
    const customer = await CustomerPage.visit(browser, options);
    const launcher = customer.page.getByRole('button', { name: /^Open chat/ });
    await launcher.focus();
    await launcher.press('Enter');
    await expect(customer.page.getByRole('textbox', { name: 'Message' })).toBeFocused();
    return customer;
  }

  /** The same customer in another tab, who finds the chat as they left it. */
  static async openTab(other: CustomerPage): Promise<CustomerPage> {
    const customer = new CustomerPage(await other.page.context().newPage());
    await customer.page.goto('/');
    const launcher = customer.page.getByRole('button', { name: /^Open chat/ });
    await launcher.or(customer.transcript).first().waitFor();
    if (await launcher.isVisible()) await launcher.click();
    return customer;
  }

  private static async visit(
    browser: Browser,
    options?: BrowserContextOptions,
  ): Promise<CustomerPage> {
    const context = await browser.newContext(options);
    const customer = new CustomerPage(await context.newPage());
    await customer.page.goto('/');
    return customer;
  }

  say(text: string): Promise<void> {
    return this.write('Message', text);
  }

  async askForPerson(): Promise<void> {
    await this.page.getByRole('button', { name: 'Talk to a person' }).click();
  }

  /** What stands above the composer, such as the place in line. */
  async reads(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).last()).toBeVisible();
  }

  choose(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  /** The id of the chat that goes on, once there is one, other than the one given. */
  async sessionId(before = ''): Promise<string> {
    const found = await this.page.waitForFunction((other) => {
      const { localStorage } = globalThis as unknown as { localStorage: Record<string, string> };
      const stored = localStorage['switchboard:session'];
      const id: string = stored === undefined ? '' : JSON.parse(stored).sessionId;
      return id !== other && id;
    }, before);
    return String(await found.jsonValue());
  }

  /** Ends the chat and confirms it. */
  async endChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).click();
    await expect(this.page.getByRole('button', { name: 'Keep chatting' })).toBeVisible();
    await this.page.getByRole('button', { name: 'End chat' }).click();
  }
}

/** Runs in the page: what a site does once its customer has signed in. */
function signInAs(name: string): void {
  const site = globalThis as unknown as { SwitchboardChat: { push(call: unknown[]): void } };
  site.SwitchboardChat.push(['setUser', { name, plan: 'Fibre 1000' }]);
}

/** The dashboard of one signed-in agent. */
export class AgentPage extends ChatPage {
  static async signIn(
    browser: Browser,
    dashboardUrl: string,
    name: string,
    options?: BrowserContextOptions,
  ): Promise<AgentPage> {
    const context = await browser.newContext(options);
    const agent = new AgentPage(await context.newPage());
    await agent.page.goto(dashboardUrl);
    await agent.page.getByRole('button', { name: 'Sign in' }).click();
    await agent.page.getByRole('button', { name: new RegExp(name) }).click();
    return agent;
  }

  async setAvailable(): Promise<void> {
    const available = this.page
      .getByRole('radiogroup', { name: 'Availability' })
      .getByRole('radio', { name: 'Available' });
    await available.click();
    await expect(available).toBeChecked();
  }

  /** The card that asks this agent to take a chat. */
  get offer(): Locator {
    return this.page.getByRole('region', { name: 'Offered chat' });
  }

  /** The chat on show, by the customer’s name. */
  chatWith(name: string): Locator {
    return this.page.getByRole('region', { name: `Chat with ${name}` });
  }

  /** Takes the chat that is offered, which must be that of this customer. */
  async acceptOffer(name = 'Dana Okafor'): Promise<void> {
    const accept = this.offer.filter({ hasText: name }).getByRole('button', { name: 'Accept' });
    await accept.click();
    await expect(this.chatWith(name)).toBeVisible();
  }

  async letPass(): Promise<void> {
    await this.offer.getByRole('button', { name: 'Let it pass' }).click();
  }

  /** Joins a waiting customer from the list. */
  async join(excerpt: string | RegExp): Promise<void> {
    await this.page.getByRole('tab', { name: /^Waiting/ }).click();
    await this.waiting(excerpt).click();
    await this.page.getByRole('button', { name: 'Join' }).click();
    await expect(this.page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
  }

  /** Opens a chat of one’s own. */
  async open(name: string): Promise<void> {
    await this.page.getByRole('tab', { name: /^Mine/ }).click();
    await this.page.getByRole('grid', { name: 'Mine' }).getByText(name).click();
    await expect(this.chatWith(name)).toBeVisible();
  }

  /** Passes the chat on show to a queue or to a colleague. */
  async transfer(to: string | RegExp, note = ''): Promise<void> {
    await this.page.getByRole('button', { name: 'Transfer' }).click();
    const dialog = this.page.getByRole('dialog', { name: /^Transfer/ });
    await dialog.getByRole('radio', { name: to }).check();
    if (note) await dialog.getByRole('textbox', { name: /^Note/ }).fill(note);
    await dialog.getByRole('button', { name: 'Transfer' }).click();
    await expect(dialog).toHaveCount(0);
  }

  /** Writes to colleagues about the chat on show. */
  async addNote(text: string): Promise<void> {
    const notes = this.page.getByRole('region', { name: 'Internal notes' });
    await notes.getByRole('textbox').fill(text);
    await notes.getByRole('button', { name: 'Add note' }).click();
    await expect(notes.getByRole('listitem').filter({ hasText: text })).toBeVisible();
  }

  /** Opens a view by the navigation. */
  async show(view: string): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Views' }).getByText(view).click();
    await expect(this.page.getByRole('main', { name: view })).toBeVisible();
  }

  async endChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).click();
  }

  async wrapUp(): Promise<void> {
    const form = this.page.getByRole('form', { name: 'Wrap-up' });
    await form.getByRole('radio', { name: 'Resolved' }).check();
    await form.getByRole('button', { name: 'Done' }).click();
    await expect(form).toHaveCount(0);
  }

  /** The row of a waiting customer, by their last words. */
  waiting(excerpt: string | RegExp): Locator {
    return this.page.getByRole('row').filter({ hasText: excerpt });
  }

  say(text: string): Promise<void> {
    return this.write('Reply', text);
  }
}
