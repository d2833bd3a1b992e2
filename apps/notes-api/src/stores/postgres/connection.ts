import { StorageError } from '@persistence-lab/durable';
import { Client, type ClientConfig, Pool, type QueryResultRow } from 'pg';
import { connectError, isStatementError, statementError } from './errors.ts';
import { errorMessage } from '../connect-with-retry.ts';
import type { StoreLogger } from '../store.ts';

export interface PostgresServer {
  /** Address without credentials. */
  readonly location: string;
  readonly config: ClientConfig;
}

/** Builds the client configuration. `requestTimeout` (milliseconds) limits connection attempts and statements. */
export function postgresServer(url: string, password: string | undefined, requestTimeout: number): PostgresServer {
  const address = URL.parse(url);
  if (!address) throw new StorageError('invalid', 'the Postgres URL is not a URL');
  if (password !== undefined) address.password = encodeURIComponent(password);
  return {
    location: `postgres://${address.host}${address.pathname}`,
    config: {
      connectionString: address.href,
      application_name: 'notes-api',
      connectionTimeoutMillis: requestTimeout,
      // The server times out first and rolls back, so the outcome is known. The client's own timeout is for a server
      // that no longer responds, because its node lost power.
      statement_timeout: requestTimeout,
      query_timeout: requestTimeout + 1_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    },
  };
}

export interface Statements {
  read<Row extends QueryResultRow>(operation: string, text: string, values?: unknown[]): Promise<Row[]>;
  /** Returns the number of changed rows. Never retried. */
  change(operation: string, text: string, values: unknown[]): Promise<number>;
  end(): Promise<void>;
}

/** Creates a pool that connects on demand, so that an idle service holds no connection. */
export function createStatements(config: ClientConfig, logger: StoreLogger): Statements {
  const pool = new Pool({ ...config, max: 10, idleTimeoutMillis: 30_000 });
  // Without a listener, a database restart that closes an idle connection is an uncaught exception.
  pool.on('error', (error) => logger.warn({ reason: errorMessage(error) }, 'lost an idle connection to Postgres'));
  // The same for a connection in use, whose statement rejects as well.
  pool.on('connect', (client) => client.on('error', () => {}));

  const run = async <Row extends QueryResultRow>(
    operation: string,
    text: string,
    values: unknown[],
    change: boolean,
  ) => {
    const client = await pool.connect().catch((cause: unknown) => {
      throw connectError(operation, cause);
    });
    let usable = true;
    try {
      return await client.query<Row>(text, values);
    } catch (cause) {
      usable = isStatementError(cause);
      throw statementError(operation, cause, change);
    } finally {
      client.release(!usable);
    }
  };
  return {
    read: async <Row extends QueryResultRow>(operation: string, text: string, values: unknown[] = []) =>
      (await run<Row>(operation, text, values, false)).rows,
    change: async (operation, text, values) => (await run(operation, text, values, true)).rowCount ?? 0,
    end: () => pool.end(),
  };
}

/** Calls `use` with a separate connection; `timeout` (milliseconds) limits each of its statements. */
export async function withClient(
  config: ClientConfig,
  timeout: number,
  use: (client: Client) => Promise<void>,
): Promise<void> {
  const client = new Client({ ...config, statement_timeout: timeout, query_timeout: timeout + 1_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end();
  }
}
