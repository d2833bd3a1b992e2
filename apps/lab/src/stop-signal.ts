import { isBrokenPipe } from './output.ts';

/** Aborts on SIGINT, SIGTERM and SIGHUP, with the name of the signal, and when the output is closed (`lab run | head`). */
export function stopSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const outputs = [process.stdout, process.stderr];
  const onSignal = (name: string) => stop.abort(new DOMException(name, 'AbortError'));
  const onError = (error: NodeJS.ErrnoException) => isBrokenPipe(error) && onSignal('EPIPE');
  for (const name of names) process.on(name, onSignal);
  for (const output of outputs) output.on('error', onError);
  return {
    signal: stop.signal,
    release() {
      for (const name of names) process.removeListener(name, onSignal);
      for (const output of outputs) output.removeListener('error', onError);
    },
  };
}
