import { ScriptError } from './script-error.ts';

/**
 * Runs a command of ours: errors that we foresaw are one message, Ctrl-C ends what is running and says so. Whatever was
 * done so far stays: all of these commands may simply be run again.
 */
export async function runScript(body: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  // more than once: a terminal tells the whole process group, and who started us passes it on as well
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort(signal));
  try {
    await body(stop.signal);
    stop.signal.throwIfAborted();
  } catch (error) {
    process.exitCode = stop.signal.aborted ? 130 : 1;
    if (stop.signal.aborted) console.error('\nStopped. Run the same command again to go on.');
    else if (isForeseen(error)) console.error(error.message);
    else throw error;
  }
}

const isForeseen = (error: unknown): error is Error =>
  error instanceof ScriptError || (error instanceof Error && error.name === 'ClusterError');
