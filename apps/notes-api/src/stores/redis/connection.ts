import { createClient } from '@redis/client';
import { StorageError } from '@persistence-lab/durable';
import { ResponseTimeoutError, redisError } from './errors.ts';
import { scripts } from './scripts.ts';
import { errorMessage } from '../connect-with-retry.ts';
import type { StoreLogger } from '../store.ts';

interface RedisServer {
  url: string;
  password: string | undefined;
  /** Timeout of a connection attempt and of a command, in milliseconds. */
  requestTimeout: number;
  logger: StoreLogger;
}

type Client = ReturnType<typeof createRedisClient>;

/** A connection shared by all commands. It reconnects automatically once `connect` has succeeded. */
export interface RedisConnection {
  /** Address without credentials. */
  readonly location: string;
  /** Makes one attempt; rejects with the error of the client. */
  connect(): Promise<void>;
  read<T>(operation: string, command: (client: Client) => Promise<T>): Promise<T>;
  /** Never retried. */
  change<T>(operation: string, command: (client: Client) => Promise<T>): Promise<T>;
  end(): void;
}

export function createRedisConnection({ url, password, requestTimeout, logger }: RedisServer): RedisConnection {
  const address = URL.parse(url);
  if (!address) throw new StorageError('invalid', 'the Redis URL is not a URL');
  if (!/^\/?\d*$/.test(address.pathname))
    throw new StorageError('invalid', 'the database in a Redis URL must be a number');
  const location = `${address.protocol}//${address.host}${address.pathname}`;
  if (password !== undefined) address.password = encodeURIComponent(password);
  let reconnects = false;
  const client = createRedisClient(address.href, requestTimeout, () => reconnects);
  logOutages(client, logger, () => reconnects);

  const connect = async () => {
    if (!client.isOpen) await client.connect();
    // A server that is loading its data accepts connections but rejects commands.
    await withTimeout(client.ping(), requestTimeout);
    reconnects = true;
  };
  const reconnect = () => {
    client.destroy();
    // The client retries until it succeeds; logOutages logs the failures.
    client.connect().catch(() => {});
  };
  const run = async <T>(operation: string, command: (client: Client) => Promise<T>, change: boolean): Promise<T> => {
    const connection = client.socketEpoch;
    try {
      return await withTimeout(command(client), requestTimeout);
    } catch (cause) {
      // A server that lost power never closes its connections; a new connection fails at once.
      if (cause instanceof ResponseTimeoutError && client.isReady && client.socketEpoch === connection) reconnect();
      throw redisError(operation, cause, change);
    }
  };
  return {
    location,
    connect,
    read: (operation, command) => run(operation, command, false),
    change: (operation, command) => run(operation, command, true),
    end: () => client.destroy(),
  };
}

function createRedisClient(url: string, requestTimeout: number, reconnects: () => boolean) {
  return createClient({
    url,
    name: 'notes-api',
    scripts,
    // Without a connection a command fails at once, instead of being sent after its caller has timed out.
    disableOfflineQueue: true,
    // The client's timeout covers only the sending of a command; `withTimeout` lasts until the reply.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
    socket: {
      connectTimeout: requestTimeout,
      keepAliveInitialDelay: 5_000,
      reconnectStrategy: (retries) => reconnects() && Math.min(50 * 2 ** retries, 2_000),
    },
  });
}

/** Logs lost and restored connections; during the start, connectWithRetry logs each attempt. */
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

async function withTimeout<T>(reply: Promise<T>, timeout: number): Promise<T> {
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => expired.reject(new ResponseTimeoutError(`no reply within ${timeout} ms`)), timeout);
  try {
    return await Promise.race([reply, expired.promise]);
  } finally {
    clearTimeout(timer);
  }
}
