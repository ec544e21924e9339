import {
  type Browser,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';

/** A page with a conversation on it. */
class ChatPage {
  readonly page: Page;
  readonly transcript: Locator;
  /** What the page complained of: script errors, refused content, failed requests. */
  readonly complaints: string[] = [];

  constructor(page: Page) {
    this.page = page;
    this.transcript = page.getByRole('region', { name: 'Conversation' });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.transcript.getByText(text).last()).toBeVisible();
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
  static async open(browser: Browser, options?: BrowserContextOptions): Promise<CustomerPage> {
    const customer = await CustomerPage.visit(browser, options);
    await customer.page.getByRole('button', { name: /^Open chat/ }).click();
    return customer;
  }

  static async openByKeyboard(browser: Browser): Promise<CustomerPage> {
    const customer = await CustomerPage.visit(browser);
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

  /** Ends the chat and confirms it. */
  async endChat(): Promise<void> {
    await this.page.getByRole('button', { name: 'End chat' }).click();
    await expect(this.page.getByRole('button', { name: 'Keep chatting' })).toBeVisible();
    await this.page.getByRole('button', { name: 'End chat' }).click();
  }
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
