import { describe, expect, it } from 'vitest';
import { createHealth } from './health.ts';

const never = () => new Promise<void>(() => {});

describe('readiness', () => {
  it('is the result of the probe, with its reason', async () => {
    expect(await createHealth().check()).toEqual({ ready: true });
    const failing = createHealth({
      probe: async () => {
        throw new Error('the disk is read-only');
      },
    });
    expect(await failing.check()).toEqual({ ready: false, reason: 'the disk is read-only' });
  });

  it('shares one probe between concurrent checks and reuses its result until it expires', async () => {
    let probes = 0;
    const gate = Promise.withResolvers<void>();
    const probe = () => (probes++, gate.promise);
    const health = createHealth({ probe, maxAge: 60_000 });
    const checks = [health.check(), health.check(), health.check()];
    gate.resolve();
    expect(await Promise.all(checks)).toEqual([{ ready: true }, { ready: true }, { ready: true }]);
    await health.check();
    expect(probes).toBe(1);
  });

  it('runs the probe again once the result has expired, so that it recovers', async () => {
    let broken = true;
    const probe = async () => {
      if (broken) throw new Error('broken');
    };
    const health = createHealth({ probe, maxAge: 0 });
    expect(await health.check()).toMatchObject({ ready: false });
    broken = false;
    expect(await health.check()).toEqual({ ready: true });
  });

  it('fails when the probe hangs, without starting more probes', async () => {
    let probes = 0;
    const probe = () => (probes++, never());
    const health = createHealth({ probe, timeout: 10, maxAge: 0 });
    const hanging = { ready: false, reason: 'the readiness probe took longer than 10 ms' };
    expect(await health.check()).toEqual(hanging);
    expect(await health.check()).toEqual(hanging);
    expect(probes).toBe(1);
  });

  it('fails at once during shutdown, even while the probe hangs', async () => {
    const health = createHealth({ probe: never, timeout: 60_000 });
    health.shutDown();
    expect(await health.check()).toEqual({ ready: false, reason: 'shutting down' });
  });

  it('fails while a fault is active', async () => {
    const health = createHealth();
    health.forceUnready(Infinity);
    expect(await health.check()).toEqual({ ready: false, reason: 'made unready by a fault' });
    health.forceUnready(0);
    expect(await health.check()).toEqual({ ready: true });
  });
});
