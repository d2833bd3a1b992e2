import type { RedisConnection } from './connection.ts';
import { indexKey } from './scripts.ts';
import type { StoreDescription } from '../store.ts';

export async function describeRedis(connection: RedisConnection): Promise<StoreDescription> {
  const { location, read } = connection;
  const notes = await read('counting notes', (client) => client.zCard(indexKey));
  const [acknowledgement, bytes] = await Promise.all([acknowledgementOf(connection), bytesOf(connection)]);
  return { store: 'redis', acknowledgement, location, notes, bytes };
}

/** Reads the settings that determine durability; managed servers forbid CONFIG, so INFO is the fallback. */
async function acknowledgementOf(connection: RedisConnection): Promise<string> {
  const setting = (name: string) =>
    connection.read('reading the settings', async (client) => (await client.configGet(name))[name]);
  try {
    const [appendonly, appendfsync, save] = await Promise.all(['appendonly', 'appendfsync', 'save'].map(setting));
    const log = appendonly === 'yes' ? `appendonly=yes, appendfsync=${appendfsync}` : `appendonly=${appendonly}`;
    return `${log}, save="${save}"`;
  } catch {
    const enabled = await infoField(connection, 'persistence', 'aof_enabled');
    if (enabled === undefined) return 'unknown: the server does not reveal its settings';
    return enabled === '1' ? 'appendonly=yes, appendfsync unknown' : 'appendonly=no';
  }
}

/** Reads the size of all data on the server: the size of some keys would require a scan of all keys. */
async function bytesOf(connection: RedisConnection): Promise<number | null> {
  const bytes = await infoField(connection, 'memory', 'used_memory_dataset');
  return bytes === undefined ? null : Number(bytes);
}

async function infoField(connection: RedisConnection, section: string, field: string): Promise<string | undefined> {
  const info = await connection.read('reading INFO', (client) => client.info(section)).catch(() => '');
  return new RegExp(`^${field}:(.*?)\r?$`, 'm').exec(info)?.[1];
}
