import { randomUUID } from 'node:crypto';
import { portIsFree } from '@persistence-lab/local-servers';
import type { Definition } from '../state/definitions.ts';
import type { DatabaseAddress } from './start-container.ts';

/** Databases keep their addresses, as Services do, unless another process uses the port by now. */
export async function assignDatabaseAddresses(
  addresses: Record<string, DatabaseAddress>,
  definitions: readonly Definition[],
  freePort: () => Promise<number>,
): Promise<void> {
  for (const { name } of definitions.filter(({ component }) => component === 'database')) {
    const known = addresses[name];
    if (known && (await portIsFree(known.port))) continue;
    addresses[name] = { port: await freePort(), password: known?.password ?? randomUUID() };
  }
}
