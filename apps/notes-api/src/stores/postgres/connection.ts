import { StorageError } from '@persistence-lab/durable';
import { Client, type ClientConfig, Pool, type QueryResultRow } from 'pg';
import { connectError, isStatementError, statementError } from './errors.ts';
import { errorMessage, type StoreLogger } from '../connect-with-retry.ts';

export interface PostgresServer {
  /** The address without credentials. */
  readonly location: string;
  readonly config: ClientConfig;
}

/** `requestTimeout` (milliseconds) bounds a connection attempt and a statement. */
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
      // The server gives up first, and says so: then it is known that nothing was changed. The client's
      // own limit is for a server that says nothing any more (its node lost power).
      statement_timeout: requestTimeout,
      query_timeout: requestTimeout + 1_000,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
    },
  };
}

export interface Statements {
  read<Row extends QueryResultRow>(doing: string, text: string, values?: unknown[]): Promise<Row[]>;
  /** Resolves to the number of rows that were changed. Never sent twice. */
  change(doing: string, text: string, values: unknown[]): Promise<number>;
  end(): Promise<void>;
}

/** Connections are made when they are needed: an idle service holds none. */
export function createStatements(config: ClientConfig, logger: StoreLogger): Statements {
  const pool = new Pool({ ...config, max: 10, idleTimeoutMillis: 30_000 });
  // Without a listener, the end of an idle connection (a database restart) is an uncaught exception.
  pool.on('error', (error) => logger.warn({ reason: errorMessage(error) }, 'lost an idle connection to Postgres'));
  // The same for one in use; there the statement fails too, and that is reported.
  pool.on('connect', (client) => client.on('error', () => {}));

  const run = async <Row extends QueryResultRow>(doing: string, text: string, values: unknown[], change: boolean) => {
    const client = await pool.connect().catch((cause: unknown) => {
      throw connectError(doing, cause);
    });
    let usable = true;
    try {
      return await client.query<Row>(text, values);
    } catch (cause) {
      usable = isStatementError(cause);
      throw statementError(doing, cause, change);
    } finally {
      client.release(!usable);
    }
  };
  return {
    read: async <Row extends QueryResultRow>(doing: string, text: string, values: unknown[] = []) =>
      (await run<Row>(doing, text, values, false)).rows,
    change: async (doing, text, values) => (await run(doing, text, values, true)).rowCount ?? 0,
    end: () => pool.end(),
  };
}

/** One connection of its own for as long as `use` takes; `timeout` in milliseconds bounds each statement. */
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
