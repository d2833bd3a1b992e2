import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between probes. */
const period = { whileUnready: 100, whileReady: 1_000 };
const probeTimeout = 3_000;

/**
 * Probes the readiness of a service, as a kubelet does, and calls `changed` when it changes. Resolves when `signal` aborts.
 */
export async function watchReadiness(
  url: string,
  signal: AbortSignal,
  changed: (ready: boolean) => void,
): Promise<void> {
  let ready = false;
  while (!signal.aborted) {
    const now = await isReady(url, signal);
    if (now !== ready && !signal.aborted) changed((ready = now));
    await pause(ready ? period.whileReady : period.whileUnready, undefined, { signal }).catch(() => undefined);
  }
}

async function isReady(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/readyz`, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(probeTimeout)]),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
