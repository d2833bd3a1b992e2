import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const candidates = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** Path of an installed Chromium; undefined if there is none. */
export const browserPath = candidates.find((path) => path !== undefined && existsSync(path));

export const noBrowser = 'no chromium on this machine (apt-get install chromium, or CHROMIUM=/path/to/it)';

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath!, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
