import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Variables } from '@persistence-lab/config';
import type { AppVariables } from './rules/environment.ts';

/** What each app with a `src/config.ts` reads from its environment: its one export called `...Variables`. */
export async function loadAppVariables(apps: string): Promise<Map<string, AppVariables>> {
  const names = readdirSync(apps).filter((name) => existsSync(configOf(apps, name)));
  return new Map(
    await Promise.all(names.map(async (name) => [name, await variablesOf(configOf(apps, name))] as const)),
  );
}

const configOf = (apps: string, name: string) => join(apps, name, 'src', 'config.ts');

async function variablesOf(config: string): Promise<AppVariables> {
  const module = (await import(pathToFileURL(config).href)) as Record<string, unknown>;
  const found = Object.entries(module).filter(([name]) => name.endsWith('Variables'));
  if (found.length !== 1) throw new Error(`${config}: exports ${found.length} values called ...Variables, not one`);
  return new Map(Object.values(found[0]?.[1] as Variables).map((variable) => [variable.name, variable]));
}
