import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { renderHtml } from './html.ts';
import { browserPath, noBrowser, openBrowser } from './test-support/browser.ts';
import { fullReport, lossyCell, reportOf } from './test-support/full-report.ts';

const showsAll = async (page: Page) => [
  await page.locator('#matrix').isVisible(),
  await page.locator('article svg').first().isVisible(),
  await page.locator('article svg rect').first().isVisible(),
];

// as text: it runs in the page, where there is another world of types
const backgroundOf = (page: Page, selector: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`);

describe('the page in a browser', { timeout: 60_000 }, () => {
  let browser: Browser | undefined;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-report-'));
    if (browserPath !== undefined) browser = await openBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(({ skip }) => skip(browser === undefined, noBrowser));

  async function open(html: string, options: Parameters<Browser['newPage']>[0] = {}) {
    const file = join(folder, 'report.html');
    await writeFile(file, html);
    const page = await browser!.newPage({ viewport: { width: 1280, height: 720 }, ...options });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, requests: () => requests.filter((url) => !/^(file|data):/.test(url)) };
  }

  it('shows matrix and timelines without console messages or network requests', async () => {
    const { page, complaints, requests } = await open(renderHtml(fullReport()));
    expect(await showsAll(page)).toEqual([true, true, true]);
    expect(complaints).toEqual([]);
    expect(requests()).toEqual([]);
  });

  it('applies its style under its content security policy', async () => {
    const { page } = await open(renderHtml(fullReport()));
    expect(await backgroundOf(page, 'td.bad')).toBe('rgb(255, 220, 217)');
  });

  it('fits the whole matrix into 1280 pixels', async () => {
    const { page } = await open(renderHtml(fullReport()));
    expect(await page.evaluate<boolean>('document.body.scrollWidth <= innerWidth')).toBe(true);
    const box = await page.locator('#matrix').boundingBox();
    expect(box!.x + box!.width).toBeLessThanOrEqual(1280);
  });

  it('prints the same content on white', async () => {
    const { page } = await open(renderHtml(fullReport()), { colorScheme: 'dark' });
    expect(await backgroundOf(page, 'body')).not.toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ media: 'print' });
    expect(await backgroundOf(page, 'body')).toBe('rgb(255, 255, 255)');
    expect(await showsAll(page)).toEqual([true, true, true]);
  });

  it('moves by keyboard from a verdict to its details', async () => {
    const { page } = await open(renderHtml(reportOf([lossyCell('pvc', 'oom')])));
    await page.locator('#matrix td a').first().focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#cell-1');
    expect(await page.locator('article:target').isVisible()).toBe(true);
  });

  it('names the rows and columns of the matrix for screen readers', async () => {
    const { page } = await open(renderHtml(reportOf([lossyCell('pvc', 'oom')])));
    expect(await page.getByRole('rowheader', { name: 'pvc' }).count()).toBe(1);
    expect(await page.getByRole('columnheader', { name: 'oom' }).count()).toBe(1);
    expect(await page.getByRole('img', { name: /Timeline of notes-pvc under oom/ }).count()).toBe(1);
  });

  it('executes no script from the texts of a report', async () => {
    const hostile = `"'><img src=x onerror="console.log('owned')"><script>console.log('owned')</script>`;
    const cell = { ...lossyCell('pvc', 'oom'), subject: hostile, evidence: [hostile], reasons: [hostile] };
    const { page, complaints, requests } = await open(renderHtml(reportOf([cell], { leftovers: [hostile] })));
    expect(await page.locator('img, script').count()).toBe(0);
    expect([complaints, requests()]).toEqual([[], []]);
  });
});
