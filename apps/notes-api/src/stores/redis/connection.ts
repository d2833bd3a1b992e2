import { createClient } from '@redis/client';
import { StorageError } from '@persistence-lab/durable';
import { ResponseTimeoutError, redisError } from './errors.ts';
import { scripts } from './scripts.ts';
import { errorMessage, type StoreLogger } from '../connect-with-retry.ts';

interface RedisServer {
  url: string;
  password: string | undefined;
  /** Bounds a connection attempt and a command, in milliseconds. */
  requestTimeout: number;
  logger: StoreLogger;
}

type Client = ReturnType<typeof createRedisClient>;

/** One connection, which all commands share. It is made again by itself once `connect` has succeeded. */
export interface RedisConnection {
  /** The address without credentials. */
  readonly location: string;
  /** One attempt; rejects with the client's own error. */
  connect(): Promise<void>;
  read<T>(doing: string, command: (client: Client) => Promise<T>): Promise<T>;
  /** Never sent twice. */
  change<T>(doing: string, command: (client: Client) => Promise<T>): Promise<T>;
  end(): void;
}

export function createRedisConnection({ url, password, requestTimeout, logger }: RedisServer): RedisConnection {
  const address = URL.parse(url);
  if (!address) throw new StorageError('invalid', 'the Redis URL is not a URL');
  if (!/^\/?\d*$/.test(address.pathname)) throw new StorageError('invalid', 'a Redis URL names its database by number');
  const location = `${address.protocol}//${address.host}${address.pathname}`;
  if (password !== undefined) address.password = encodeURIComponent(password);
  let reconnects = false;
  const client = createRedisClient(address.href, requestTimeout, () => reconnects);
  logOutages(client, logger, () => reconnects);

  const connect = async () => {
    if (!client.isOpen) await client.connect();
    // A server that still loads its data accepts connections and refuses this.
    await withDeadline(client.ping(), requestTimeout);
    reconnects = true;
  };
  const reconnect = () => {
    client.destroy();
    // It goes on until it succeeds; logOutages tells of the failures.
    client.connect().catch(() => {});
  };
  const run = async <T>(doing: string, command: (client: Client) => Promise<T>, change: boolean): Promise<T> => {
    const connection = client.socketEpoch;
    try {
      return await withDeadline(command(client), requestTimeout);
    } catch (cause) {
      // A peer that lost its power never closes the connection; on a new one it is found out at once.
      if (cause instanceof ResponseTimeoutError && client.isReady && client.socketEpoch === connection) reconnect();
      throw redisError(doing, cause, change);
    }
  };
  return {
    location,
    connect,
    read: (doing, command) => run(doing, command, false),
    change: (doing, command) => run(doing, command, true),
    end: () => client.destroy(),
  };
}

function createRedisClient(url: string, requestTimeout: number, reconnects: () => boolean) {
  return createClient({
    url,
    name: 'notes-api',
    scripts,
    // Without a connection a command fails at once, and is not sent when nobody waits for it any more.
    disableOfflineQueue: true,
    // The client's own limit ends when a command is written; `withDeadline` lasts until the answer.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: requestTimeout,
      keepAliveInitialDelay: 5_000,
      reconnectStrategy: (retries) => reconnects() && Math.min(50 * 2 ** retries, 2_000),
    },
  });
}

/** Until the store has started, the start itself tells of each attempt. */
function logOutages(client: Client, logger: StoreLogger, started: () => boolean): void {
  let lost = false;
  client.on('error', (error) => {
    if (!lost && started()) {
      logger.warn({ reason: errorMessage(error) }, 'no connection to Redis');
      lost = true;
    }
  });
  client.on('ready', () => {
    if (lost) logger.info({}, 'connected to Redis again');
    lost = false;
  });
}

async function withDeadline<T>(answer: Promise<T>, timeout: number): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new ResponseTimeoutError(`no answer within ${timeout} ms`)), timeout);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
