import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import { DatabaseError } from 'pg';
import { errorMessage } from '../connect-with-retry.ts';

/** SQLSTATE codes and classes (their first two characters) that do not map to `unavailable`. */
const codes: Record<string, StorageErrorCode> = {
  '22': 'invalid', // data exception: U+0000 in a text, an invalid UUID or date
  '23505': 'conflict', // unique violation
  '53100': 'no-space', // disk full
  XX001: 'corrupt', // data corrupted
  XX002: 'corrupt', // index corrupted
};

/** Whether the server rolled the statement back and the connection is still usable, so that the outcome is known. */
export function isStatementError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}

/** Translates a failed connection attempt, after which nothing was sent. */
export function connectError(operation: string, cause: unknown): StorageError {
  return new StorageError('unavailable', `${operation}: no connection to Postgres: ${errorMessage(cause)}`, { cause });
}

/** Translates a failed statement. `change`: the statement modifies data, so its outcome may be unknown. */
export function statementError(operation: string, cause: unknown, change: boolean): StorageError {
  const code = cause instanceof DatabaseError ? (cause.code ?? '') : '';
  const outcome = change && !isStatementError(cause) ? '; the outcome of the change is unknown' : '';
  const message = `${operation}: Postgres: ${errorMessage(cause)}${outcome}`;
  return new StorageError(codes[code] ?? codes[code.slice(0, 2)] ?? 'unavailable', message, { cause });
}

/**
 * Whether a retry at start can succeed. Permanent are a wrong password or user (class 28), an unknown database (3D000),
 * missing privileges and a faulty migration (class 42).
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return error instanceof Error && !error.message.startsWith('SASL');
  // Connection, resources, operator (57P03: starting up; 57014: another process is still migrating), read-only standby, I/O.
  return /^(08|53|57|58|25006)/.test(error.code ?? '');
}

/** Whether the schema is missing. */
export function isMissingTable(error: unknown): boolean {
  return error instanceof StorageError && error.cause instanceof DatabaseError && error.cause.code === '42P01';
}
