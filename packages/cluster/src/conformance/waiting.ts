import { describe, expect } from 'vitest';
import { createIt, type Kit } from './harness.ts';

export function describeWaiting(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly } = kit.harness.subjects;

  describe('a wait', () => {
    it('resolves with what the condition gives', [], async () => {
      expect(await kit.cluster.waitUntil('yes', () => 'yes', { timeout: 1_000 })).toBe('yes');
    });

    it('fails when its time is up, and says what it waited for', [], async () => {
      const waiting = kit.cluster.waitUntil('pigs fly', never, { timeout: 10, workload: kit.cluster.subject(podOnly) });
      await expect(waiting).rejects.toMatchObject({ code: 'timeout', message: expect.stringContaining('pigs fly') });
    });

    it('ends with the reason of its signal', [], async () => {
      const stop = new AbortController();
      const waiting = kit.cluster.waitUntil('pigs fly', never, { timeout: 60_000, signal: stop.signal });
      stop.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
      const late = kit.cluster.waitUntil('pigs fly', never, { timeout: 60_000, signal: stop.signal });
      await expect(late).rejects.toThrow('enough');
    });
  });

  describe('a listener', () => {
    it('is told of changes until it has enough', [], async () => {
      const earlier = await kit.ready(podOnly);
      let heard = 0;
      const stop = kit.cluster.onChange(() => void (heard += 1));
      await kit.cluster.delete(earlier[0]!);
      await kit.replaced(podOnly, earlier);
      stop();
      const before = heard;
      expect(before).toBeGreaterThan(0);
      const [replica] = await kit.ready(podOnly);
      await kit.cluster.delete(replica!);
      await kit.replaced(podOnly, [replica!]);
      expect(heard).toBe(before);
    });
  });

  it('finds nothing wrong with a workload in order', [], async () => {
    await kit.ready(podOnly);
    expect(await kit.cluster.diagnose(kit.cluster.subject(podOnly))).toEqual([]);
  });
}

const never = () => false as const;
