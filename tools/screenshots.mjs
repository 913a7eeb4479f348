/**
 * Takes pictures of the dashboards that `npm run bi -- --dashboards` shows, for the docs:
 *
 *   npm run bi:screenshots -- [--url http://127.0.0.1:8088] [--dir .local/bi] [--out docs/images]
 *
 * As the user who can only look, in the host's Chromium.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:8088' },
    dir: { type: 'string', default: '.local/bi' },
    out: { type: 'string', default: 'docs/images' },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
  },
});
const PATIENCE_MS = 180_000;
/** Until charts have begun to ask, and until animations have ended. */
const REST_MS = 3_000;
const VIEWPORT = { width: 1_280, height: 2_400 };

const { viewerPassword } = JSON.parse(
  readFileSync(path.join(values.dir, 'superset/credentials.json'), 'utf8'),
);
mkdirSync(values.out, { recursive: true });
const browser = await chromium.launch({ executablePath: values.chromium, args: ['--no-sandbox'] });
try {
  const context = await browser.newContext({ viewport: VIEWPORT, locale: 'en-GB', timezoneId: 'UTC' });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(`${values.url}/login/`);
  await page.locator('[data-test="username-input"]').fill('viewer');
  await page.locator('[data-test="password-input"]').fill(viewerPassword);
  await page.locator('[data-test="login-button"]').click();
  await page.waitForURL((address) => !address.pathname.startsWith('/login'));
  const { result } = await (await page.request.get(`${values.url}/api/v1/dashboard/`)).json();
  for (const { slug } of result) {
    await page.goto(`${values.url}/superset/dashboard/${slug}/`);
    await page.locator('.dashboard-component-chart-holder').first().waitFor();
    // Not for a silent network: a page asks again all the time.
    await page.waitForTimeout(REST_MS);
    await page.locator('.loading').first().waitFor({ state: 'detached' });
    await page.waitForTimeout(REST_MS);
    const last = await page.locator('.dashboard-component-chart-holder').last().boundingBox();
    const file = path.join(values.out, `dashboard-${slug.replace(/^x-/, '')}.png`);
    const clip = { x: 0, y: 0, width: VIEWPORT.width, height: Math.ceil(last.y + last.height + 16) };
    await page.screenshot({ path: file, clip, fullPage: true });
    process.stdout.write(`${file}\n`);
  }
} finally {
  await browser.close();
}
