import { describe, expect, it } from 'vitest';
import { createHealth } from './health.ts';

const never = () => new Promise<void>(() => {});

describe('readiness', () => {
  it('is what the probe finds, with its reason', async () => {
    expect(await createHealth().check()).toEqual({ ready: true });
    const failing = createHealth({
      probe: async () => {
        throw new Error('the disk is read-only');
      },
    });
    expect(await failing.check()).toEqual({ ready: false, reason: 'the disk is read-only' });
  });

  it('asks one probe for all who ask at once, and gives its answer again for a while', async () => {
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

  it('asks again once the answer is too old, so that it recovers', async () => {
    let broken = true;
    const probe = async () => {
      if (broken) throw new Error('broken');
    };
    const health = createHealth({ probe, maxAge: 0 });
    expect(await health.check()).toMatchObject({ ready: false });
    broken = false;
    expect(await health.check()).toEqual({ ready: true });
  });

  it('is denied when the probe hangs, without piling up probes', async () => {
    let probes = 0;
    const probe = () => (probes++, never());
    const health = createHealth({ probe, timeout: 10, maxAge: 0 });
    const hanging = { ready: false, reason: 'the readiness probe took longer than 10 ms' };
    expect(await health.check()).toEqual(hanging);
    expect(await health.check()).toEqual(hanging);
    expect(probes).toBe(1);
  });

  it('is denied at once when shutting down, even while the probe hangs', async () => {
    const health = createHealth({ probe: never, timeout: 60_000 });
    health.shutDown();
    expect(await health.check()).toEqual({ ready: false, reason: 'shutting down' });
  });

  it('is denied by a fault until the fault ends', async () => {
    const health = createHealth();
    health.fault(Infinity);
    expect(await health.check()).toEqual({ ready: false, reason: 'made unready by a fault' });
    health.fault(0);
    expect(await health.check()).toEqual({ ready: true });
  });
});
