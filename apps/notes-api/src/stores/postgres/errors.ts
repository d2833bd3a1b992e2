import { StorageError, type StorageErrorCode } from '@persistence-lab/durable';
import { DatabaseError } from 'pg';
import { errorMessage } from '../connect-with-retry.ts';

/** SQLSTATEs and classes of them (first two characters) that are not simply `unavailable`. */
const codes: Record<string, StorageErrorCode> = {
  '22': 'invalid', // data exception: U+0000 in a text, an id that is no UUID, a date that is none
  '23505': 'conflict', // unique violation
  '53100': 'no-space', // disk full
  XX001: 'corrupt', // data corrupted
  XX002: 'corrupt', // index corrupted
};

/** The server answered and goes on: the statement was rolled back, so what became of it is known. */
export function isStatementError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && error.severity === 'ERROR';
}

/** Nothing was sent: no connection was to be had. */
export function connectError(doing: string, cause: unknown): StorageError {
  return new StorageError('unavailable', `${doing}: no connection to Postgres: ${errorMessage(cause)}`, { cause });
}

/** A statement failed. `change` says that it would have changed something. */
export function statementError(doing: string, cause: unknown, change: boolean): StorageError {
  const code = cause instanceof DatabaseError ? (cause.code ?? '') : '';
  const fate = change && !isStatementError(cause) ? '; whether the change was kept is not known' : '';
  const message = `${doing}: Postgres: ${errorMessage(cause)}${fate}`;
  return new StorageError(codes[code] ?? codes[code.slice(0, 2)] ?? 'unavailable', message, { cause });
}

/**
 * Errors at start that waiting may mend. Not among them: a wrong password or user (class 28), an
 * unknown database (3D000), missing rights or a faulty migration (class 42).
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return error instanceof Error && !error.message.startsWith('SASL');
  // Connection, resources, operator (57P03: starting up; 57014: another start still migrates), read-only standby, I/O.
  return /^(08|53|57|58|25006)/.test(error.code ?? '');
}

/** The schema is not there (any more). */
export function isMissingTable(error: unknown): boolean {
  return error instanceof StorageError && error.cause instanceof DatabaseError && error.cause.code === '42P01';
}
