import type { Logger } from './logger.ts';

/**
 * Process number 1 ignores a signal that it has no handler for, and a start may wait long for a
 * database or a disk: until the service can shut down in order, a signal ends it at once. Returns the end of that.
 */
export function exitOnSignalUntilStarted(logger: Logger): () => void {
  const exit = (signal: NodeJS.Signals) => {
    logger.info({ signal }, 'stopped while starting');
    process.exit(0);
  };
  process.on('SIGTERM', exit).on('SIGINT', exit);
  return () => void process.off('SIGTERM', exit).off('SIGINT', exit);
}
