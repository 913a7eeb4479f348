import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DASHBOARDS, slugOf, supersetUuid } from '@tdp/bi';
import { findChromium, openBrowser, openDashboard, settled, type Browser } from '../test-support/browser';
import { answerByMongo, comparable } from '../test-support/chart-answers';
import { fillKnown, fillMany } from '../test-support/known-data';
import { answerBySuperset, superset, type SupersetClient } from '../test-support/superset';
import { openTestDatabase, type TestDatabase } from '../test-support/test-database';
import { startBi, type RunningTrino } from '../test-support/trino';

const CHARTS = DASHBOARDS.flatMap(({ charts }) => charts);
const ARGS = ['--dashboards', '--dashboards-port', '0'];

let test: TestDatabase;
let bi: RunningTrino;
let dir: string;
let url: string;
let password: string;
let viewer: SupersetClient;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'bi-dashboards-'));
  test = await openTestDatabase();
  await fillKnown(test.database);
  await fillMany(test.database, 400);
  bi = await startBi(test.uri, {}, { args: ARGS, dir });
  url = addressOf(bi);
  password = /viewer, who can only look: +(\S+)/.exec(bi.output())![1]!;
  viewer = await superset(url, 'viewer', password);
}, 900_000);
afterAll(async () => {
  try {
    expect(await bi.stop()).toBe(0);
  } finally {
    await test.close();
    rmSync(dir, { recursive: true, force: true });
  }
});

const addressOf = ({ output }: RunningTrino): string =>
  /(http:\/\/127\.0\.0\.1:\d+)\/superset\/dashboard/.exec(output())![1]!;

describe("each chart's numbers", () => {
  it.each(CHARTS)('of $name are those that MongoDB finds', async (chart) => {
    const shown = comparable(await answerBySuperset(viewer, supersetUuid('chart', chart.name), chart));
    const found = comparable(await answerByMongo(test.database, chart));
    expect(shown.toSorted()).toEqual(found.toSorted());
    expect(shown.length).toBeGreaterThan(0);
  });
});

describe('the viewer', () => {
  it.each([
    [
      'POST',
      '/api/v1/chart/',
      { slice_name: 'mine', viz_type: 'table', datasource_id: 1, datasource_type: 'table' },
    ],
    ['PUT', '/api/v1/chart/1', { slice_name: 'mine' }],
    ['DELETE', '/api/v1/chart/1', undefined],
    ['POST', '/api/v1/dashboard/', { dashboard_title: 'mine' }],
    ['PUT', '/api/v1/dashboard/1', { dashboard_title: 'mine' }],
    ['DELETE', '/api/v1/dashboard/1', undefined],
    ['PUT', '/api/v1/dataset/1', { description: 'mine' }],
    ['POST', '/api/v1/database/', { database_name: 'mine', sqlalchemy_uri: 'sqlite://' }],
    ['GET', '/api/v1/database/1', undefined],
    ['GET', '/api/v1/database/1/connection', undefined],
    ['POST', '/api/v1/sqllab/execute/', { database_id: 1, sql: 'SELECT 1' }],
    ['GET', '/api/v1/assets/export/', undefined],
    ['GET', '/api/v1/security/users/', undefined],
    ['GET', '/api/v1/security/roles/', undefined],
  ])('may not %s %s', async (method, address, body) => {
    const { status, text } = await viewer.ask(method, address, body);
    expect([401, 403, 404]).toContain(status);
    expect(text).not.toContain('trino://');
  });

  it('sees pages and charts, and of nobody a password', async () => {
    const { result } = await viewer.json<{ result: { dashboard_title: string }[] }>(
      'GET',
      '/api/v1/dashboard/',
    );
    expect(result.map(({ dashboard_title }) => dashboard_title).toSorted()).toEqual(
      DASHBOARDS.map(({ title }) => title).toSorted(),
    );
    expect(bi.output()).not.toContain('secretKey');
    expect(statSync(path.join(dir, 'superset/credentials.json')).mode & 0o777).toBe(0o600);
  });

  it('is refused with another password', async () => {
    await expect(superset(url, 'viewer', 'wrong')).rejects.toThrow('401');
  });
});

const chromium = findChromium();
const inBrowser = chromium === null ? describe.skip : describe;

/** Of fillMany. */
const NEWEST = '1000000000000000399';

inBrowser('in a browser (skipped where there is no Chromium)', () => {
  let browser: Browser;
  const open = (name: string) => {
    const { charts } = DASHBOARDS.find((dashboard) => dashboard.name === name)!;
    return openDashboard(browser, `${url}/superset/dashboard/${slugOf(name)}/`, charts.length);
  };
  beforeAll(async () => {
    browser = await openBrowser(url, 'viewer', password);
  });
  afterAll(() => browser.close());
  afterEach(() => {
    expect(browser.strangers).toEqual([]);
    expect(browser.errors).toEqual([]);
  });

  it.each(DASHBOARDS)('$name is drawn, every chart of it answered', async ({ name, charts }) => {
    const before = browser.answered.size;
    await open(name);
    expect(browser.answered.size - before).toBe(charts.length);
    const text = await browser.page.locator('body').innerText();
    for (const { title } of charts) {
      expect(text).toContain(title);
    }
    expect(text).not.toMatch(/Unexpected error|An error occurred|No results/);
  });

  it('links each post to where it is on X, and draws no markup of its text', async () => {
    const text = '<img src="https://example.com/x.png"> & <b>bold</b>';
    await test.database
      .collection<{ _id: string }>('tweets')
      .updateOne({ _id: NEWEST }, { $set: { 'content.fullText': text } });
    await open('happening');
    const link = browser.page.locator(`a[href="https://x.com/i/status/${NEWEST}"]`).first();
    await link.waitFor();
    expect(await link.innerText()).toBe(text);
  });

  it('counts what a filter leaves', async () => {
    await open('happening');
    const { page } = browser;
    const filter = page.locator('[data-test="form-item-value"]').nth(1);
    await filter.locator('input').click();
    await filter.locator('input').fill('ja');
    await page.locator('.ant-select-item-option', { hasText: 'ja' }).first().click();
    await page.locator('[data-test="filter-bar__apply-button"]').click();
    await settled(page);
    const posts = await test.database.collection('tweets').countDocuments({ lang: 'ja' });
    await page
      .locator('.header-line', { hasText: new RegExp(`^${posts}$`) })
      .first()
      .waitFor();
  });

  it('shows the posts of an author that is clicked', async () => {
    await open('who');
    const { page } = browser;
    const author = page
      .locator('.dashboard-component-chart-holder', { hasText: 'Who posts most' })
      .locator('td')
      .first();
    const before = browser.answered.size;
    await author.click();
    await settled(page);
    expect(browser.answered.size).toBe(before);
    expect(await page.locator('[data-test="filter-bar"]').innerText()).toMatch(/author.username/i);
  });

  it('shows the rows behind a group', async () => {
    await open('who');
    const { page } = browser;
    const author = page
      .locator('.dashboard-component-chart-holder', { hasText: 'Who posts most' })
      .locator('td')
      .first();
    await author.click({ button: 'right' });
    await page
      .getByRole('menuitem', { name: /Drill to detail$/ })
      .first()
      .click();
    await page.getByRole('dialog').getByText('ann_lee', { exact: true }).first().waitFor();
  });
});

it('started again has the same pages and passwords, each once, and shows no password', async () => {
  expect(await bi.stop()).toBe(0);
  bi = await startBi(test.uri, {}, { args: ARGS, dir });
  expect(bi.output()).not.toContain(password);
  expect(bi.output()).toContain(path.join(dir, 'superset/credentials.json'));
  const again = await superset(addressOf(bi), 'viewer', password);
  for (const [kind, count] of [
    ['dashboard', DASHBOARDS.length],
    ['chart', CHARTS.length],
  ] as const) {
    expect(await again.json('GET', `/api/v1/${kind}/`)).toMatchObject({ count });
  }
});
