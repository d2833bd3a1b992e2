import type { Logger } from './logger.ts';

/** The service cannot start. The message says all that is needed: what, and the way out. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/**
 * Ends the process with 1 on an error that nobody caught, logged as fatal. After one the state of the
 * process is unknown, and it holds data: it must not go on.
 */
export function exitOnError(logger: Logger): void {
  process.on('uncaughtException', (error) => {
    // A stack says nothing to whoever has only chosen a port that is taken.
    if (error instanceof StartError) logger.fatal(error.message);
    else logger.fatal({ err: error }, 'an error that nobody caught');
    process.exit(1);
  });
  // Without a handler Node turns unhandled rejections into uncaught exceptions, which come here too.
}
