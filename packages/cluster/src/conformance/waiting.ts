import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeWaiting(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly } = kit.harness.subjects;

  describe('a wait', () => {
    it('resolves with the result of the condition', [], async () => {
      expect(await kit.cluster.waitUntil('yes', () => 'yes', { timeout: 1_000 })).toBe('yes');
    });

    it('fails after the timeout, and names the condition', [], async () => {
      const waiting = kit.cluster.waitUntil('never true', never, {
        timeout: 10,
        workload: kit.cluster.subject(podOnly),
      });
      await expect(waiting).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('never true') });
    });

    it('rejects with the reason of its signal', [], async () => {
      const stop = new AbortController();
      const waiting = kit.cluster.waitUntil('never true', never, { timeout: 60_000, signal: stop.signal });
      stop.abort(new Error('stopped'));
      await expect(waiting).rejects.toThrow('stopped');
      const late = kit.cluster.waitUntil('never true', never, { timeout: 60_000, signal: stop.signal });
      await expect(late).rejects.toThrow('stopped');
    });
  });

  describe('a listener', () => {
    it('is called after changes until it unsubscribes', [], async () => {
      const earlier = await kit.ready(podOnly);
      let calls = 0;
      const stop = kit.cluster.onChange(() => void (calls += 1));
      await kit.cluster.delete(earlier[0]!);
      await kit.replaced(podOnly, earlier);
      stop();
      const before = calls;
      expect(before).toBeGreaterThan(0);
      const [replica] = await kit.ready(podOnly);
      await kit.cluster.delete(replica!);
      await kit.replaced(podOnly, [replica!]);
      expect(calls).toBe(before);
    });
  });

  it('diagnose finds no problem with a ready workload', [], async () => {
    await kit.ready(podOnly);
    expect(await kit.cluster.diagnose(kit.cluster.subject(podOnly))).toEqual([]);
  });
}

const never = () => false as const;
