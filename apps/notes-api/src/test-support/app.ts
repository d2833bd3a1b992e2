import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '@persistence-lab/config';
import { createHealth, createLogger, type Logger } from '@persistence-lab/service';
import supertest from 'supertest';
import { onTestFinished } from 'vitest';
import { createApp } from '../app.ts';
import { type NotesConfig, notesVariables } from '../config.ts';
import { openStore } from '../stores/open-store.ts';
import type { NotesStore } from '../stores/store.ts';

/** Reads the configuration from an environment, with a silent log. */
export function configOf(env: Record<string, string>): NotesConfig {
  const reading = readEnvironment(notesVariables, { LOG_LEVEL: 'silent', POD_NAME: 'pod-1', ...env });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

/** Creates a folder that is deleted after the test. */
export async function testFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'notes-api-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Builds the app for one test like `main.ts`, with a separate store. `overrides` replaces methods of the store. */
export async function openApp(env: Record<string, string> = {}, overrides: Partial<NotesStore> = {}) {
  const config = configOf({ DATA_DIR: await testFolder(), ...env });
  const logger: Logger = createLogger('notes-api', config);
  const store = await openStore(config, logger);
  onTestFinished(() => store.close());
  const health = createHealth({ probe: store.ready, maxAge: 0 });
  const app = createApp({ config, logger, health, store: { ...store, ...overrides } });
  return { app, request: supertest(app), store, config };
}

export const draft = { title: 'Groceries', text: 'bread' };
export const unknownId = '0199b4a5-0000-7000-8000-000000000000';
