import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';

/** A page in a headless Chromium, and everything that it asked and complained of. */
export interface Browser {
  readonly page: Page;
  /** Addresses of all requests that were not to this server. */
  readonly strangers: readonly string[];
  /** Errors of its console and of its scripts. */
  readonly errors: readonly string[];
  /** Charts that were answered so far, by their ids in Superset. */
  readonly answered: ReadonlyMap<number, string>;
  close(): Promise<void>;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The host's Chromium, or null. */
export function findChromium(pathVariable = process.env['PATH'] ?? ''): string | null {
  for (const file of pathVariable
    .split(path.delimiter)
    .flatMap((dir) => NAMES.map((name) => path.join(dir, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // the next one
    }
  }
  return null;
}

/** As high as a page, so that every chart of it is drawn. */
const VIEWPORT = { width: 1_400, height: 2_600 };
const PATIENCE_MS = 180_000;

/** Opens Superset and logs in. */
export async function openBrowser(url: string, user: string, password: string): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    timeout: PATIENCE_MS,
  });
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const strangers: string[] = [];
  const errors: string[] = [];
  const answered = new Map<number, string>();
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (!['data:', 'blob:'].includes(protocol) && origin !== url) {
      strangers.push(request.url());
    }
  });
  page.on('console', (message) => {
    if (message.type() === 'error') {
      errors.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (error) => void errors.push(String(error)));
  page.on('response', (response) => {
    const request = response.request();
    if (request.method() === 'POST' && /\/chart\/data|explore_json/.test(request.url())) {
      const id = /slice_id(?:%22%3A|":|%3A)+(\d+)/.exec(request.url() + (request.postData() ?? ''))?.[1];
      // Those of filters have none.
      if (id !== undefined) {
        void response.text().then((text) => answered.set(Number(id), text), String);
      }
    }
  });
  await page.goto(`${url}/login/`);
  await page.locator('[data-test="username-input"]').fill(user);
  await page.locator('[data-test="password-input"]').fill(password);
  await page.locator('[data-test="login-button"]').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
  return { page, strangers, errors, answered, close: () => browser.close() };
}

/** Opens a page and waits until so many charts are drawn. */
export async function openDashboard({ page }: Browser, address: string, charts: number): Promise<void> {
  await page.goto(address);
  await page
    .locator('.dashboard-component-chart-holder')
    .nth(charts - 1)
    .waitFor();
  await settled(page);
}

/** Waits until no chart is waiting for an answer. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.locator('.loading').first().waitFor({ state: 'detached' });
}
