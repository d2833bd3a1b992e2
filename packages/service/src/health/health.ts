export type Readiness = { ready: true } | { ready: false; reason: string };

export type Health = ReturnType<typeof createHealth>;

export type HealthOptions = {
  /** Checks that the service can work, for example by a write; throws when it cannot. */
  probe?: () => Promise<void>;
  /** Longest duration of a probe; after it the service is not ready. Milliseconds. */
  timeout?: number;
  /** How long a result is reused without another probe; milliseconds. */
  maxAge?: number;
};

/** Tracks whether the service is ready. Concurrent callers share one probe, so frequent checks do not load the disk. */
export function createHealth({ probe = async () => {}, timeout = 2000, maxAge = 500 }: HealthOptions = {}) {
  let closing = false;
  let forcedUnreadyUntil = 0;
  let running: Promise<Readiness> | undefined;
  let last: { at: number; readiness: Readiness } | undefined;

  // A probe that hangs (on a dead network disk) stays the running one: callers time out, but start no second probe.
  function runSharedProbe(): Promise<Readiness> {
    running ??= runProbe(probe).then((readiness) => {
      last = { at: performance.now(), readiness };
      running = undefined;
      return readiness;
    });
    return running;
  }

  return {
    async check(): Promise<Readiness> {
      if (closing) return { ready: false, reason: 'shutting down' };
      if (performance.now() < forcedUnreadyUntil) return { ready: false, reason: 'made unready by a fault' };
      if (last && performance.now() - last.at < maxAge) return last.readiness;
      return withTimeout(runSharedProbe(), timeout);
    },
    get closing() {
      return closing;
    },
    /** Makes the service unready for good. */
    shutDown(): void {
      closing = true;
    },
    /** Makes the service unready for a duration in milliseconds; 0 ends it. */
    forceUnready(milliseconds: number): void {
      forcedUnreadyUntil = performance.now() + milliseconds;
    },
    get forcedUnready() {
      return performance.now() < forcedUnreadyUntil;
    },
  };
}

async function runProbe(probe: () => Promise<void>): Promise<Readiness> {
  try {
    await probe();
    return { ready: true };
  } catch (error) {
    return { ready: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function withTimeout(readiness: Promise<Readiness>, milliseconds: number): Promise<Readiness> {
  const { promise, resolve } = Promise.withResolvers<Readiness>();
  const reason = `the readiness probe took longer than ${milliseconds} ms`;
  const timer = setTimeout(() => resolve({ ready: false, reason }), milliseconds);
  return Promise.race([readiness, promise]).finally(() => clearTimeout(timer));
}
