export type Readiness = { ready: true } | { ready: false; reason: string };

export type Health = ReturnType<typeof createHealth>;

export type HealthOptions = {
  /** Proves that the service can do its work (that a write works, say); throws when not. */
  probe?: () => Promise<void>;
  /** A probe that takes longer means not ready; milliseconds. */
  timeout?: number;
  /** How long an answer is given again without asking the probe; milliseconds. */
  maxAge?: number;
};

/** Whether the service is ready. Any number of callers share one probe, so asking often never burdens the disk. */
export function createHealth({ probe = async () => {}, timeout = 2000, maxAge = 500 }: HealthOptions = {}) {
  let closing = false;
  let faultedUntil = 0;
  let running: Promise<Readiness> | undefined;
  let last: { at: number; answer: Readiness } | undefined;

  // A probe that hangs (a dead network disk) stays the running one: callers give up, but no second one is piled on it.
  function probed(): Promise<Readiness> {
    running ??= runProbe(probe).then((answer) => {
      last = { at: performance.now(), answer };
      running = undefined;
      return answer;
    });
    return running;
  }

  return {
    async check(): Promise<Readiness> {
      if (closing) return { ready: false, reason: 'shutting down' };
      if (performance.now() < faultedUntil) return { ready: false, reason: 'made unready by a fault' };
      if (last && performance.now() - last.at < maxAge) return last.answer;
      return withTimeout(probed(), timeout);
    },
    get closing() {
      return closing;
    },
    /** Not ready from now on. */
    shutDown(): void {
      closing = true;
    },
    /** Not ready for so many milliseconds; 0 ends it. */
    fault(milliseconds: number): void {
      faultedUntil = performance.now() + milliseconds;
    },
    get faulted() {
      return performance.now() < faultedUntil;
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

function withTimeout(answer: Promise<Readiness>, milliseconds: number): Promise<Readiness> {
  const { promise, resolve } = Promise.withResolvers<Readiness>();
  const reason = `the readiness probe took longer than ${milliseconds} ms`;
  const timer = setTimeout(() => resolve({ ready: false, reason }), milliseconds);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}
