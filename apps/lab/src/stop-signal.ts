import { isReaderGone } from './output.ts';

/**
 * Aborts with the name of the signal when the user, or the system, asks this process to end; also when nobody reads any
 * more what it says, as in `lab run | head`.
 */
export function stopSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const outputs = [process.stdout, process.stderr];
  const listener = (name: string) => stop.abort(new DOMException(`ended by ${name}`, 'AbortError'));
  const unread = (error: NodeJS.ErrnoException) => isReaderGone(error) && listener('whoever read this');
  for (const name of names) process.on(name, listener);
  for (const output of outputs) output.on('error', unread);
  return {
    signal: stop.signal,
    release() {
      for (const name of names) process.removeListener(name, listener);
      for (const output of outputs) output.removeListener('error', unread);
    },
  };
}
