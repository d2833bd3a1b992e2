import type { Logger } from './logger.ts';

/** The service cannot start. The message states the cause and the remedy, so it is logged without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Logs an uncaught error as fatal and exits with 1: the state of the process is unknown, and it writes data.
 * Node turns unhandled rejections into uncaught exceptions, so they are handled here too.
 */
export function exitOnError(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    if (error instanceof StartError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'uncaught error');
    process.exit(1);
  });
}

/**
 * Exits with 0 on SIGTERM or SIGINT while the service waits for a database or a disk: process 1 ignores signals that
 * it has no handler for. Returns a function that removes the handlers, to be called once shutdown handles signals.
 */
export function exitOnSignalWhileStarting(logger: Logger): () => void {
  const exit = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopped while starting');
    process.exit(0);
  };
  process.on('SIGTERM', exit).on('SIGINT', exit);
  return () => void process.off('SIGTERM', exit).off('SIGINT', exit);
}
