/** Aborts with the name of the signal when the user, or the system, asks this process to end. */
export function stopSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listener = (name: string) => stop.abort(new DOMException(`ended by ${name}`, 'AbortError'));
  for (const name of names) process.on(name, listener);
  return {
    signal: stop.signal,
    release: () => names.forEach((name) => process.removeListener(name, listener)),
  };
}
