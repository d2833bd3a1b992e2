import { afterEach, describe, expect } from 'vitest';
import type { Cluster, Undo } from '../cluster.ts';
import { createIt, type Kit } from './harness.ts';

export function describeRuns(kit: Kit): void {
  const it = createIt(kit.harness);
  const { podOnly, claimed, everywhere } = kit.harness.subjects;
  const nameOf = (subject: string) => {
    const { name, namespace } = kit.cluster.subject(subject);
    return { name, namespace };
  };

  describe('a run', () => {
    afterEach(async () => void (await kit.cluster.restore())); // also of a test that failed

    it('prevents other runs until it is restored', [], async () => {
      expect(await kit.cluster.findOpenRun()).toBeNull();
      const run = await kit.cluster.beginRun('ana on laptop, process 1');
      expect(run).toMatchObject({ by: 'ana on laptop, process 1', undos: [] });
      await expect(kit.cluster.beginRun('bob')).rejects.toMatchObject({
        code: 'busy',
        message: expect.stringContaining('ana on laptop'),
      });
      expect(await kit.cluster.findOpenRun()).toEqual(run);
      expect(await kit.cluster.restore()).toEqual([]);
      expect(await kit.cluster.findOpenRun()).toBeNull();
    });

    it('records how to undo each change until the opposite is done', [], async () => {
      await kit.cluster.beginRun('ana');
      const node = kit.cluster.nodes()[0]!.name;
      await kit.cluster.cordon(node);
      const claims = kit.cluster.claims(kit.cluster.subject(everywhere)).map(({ name }) => name);
      await kit.cluster.scale(kit.cluster.subject(everywhere), 2);
      const scale = { undo: 'scale', workload: nameOf(everywhere), replicas: 1, claims };
      expect(await undosOf(kit.cluster)).toEqual([{ undo: 'uncordon', node }, scale]);
      await kit.cluster.uncordon(node);
      expect(await undosOf(kit.cluster)).toEqual([scale]);
      await kit.waitUntil('two replicas are desired', () => kit.cluster.subject(everywhere).desiredReplicas === 2);
      await kit.cluster.scale(kit.cluster.subject(everywhere), 1);
      expect(await undosOf(kit.cluster)).toEqual([]);
    });

    it('that was killed is restored by another process, newest change first', [], async ({ onTestFinished }) => {
      const killed = await kit.harness.open();
      onTestFinished(() => killed.close());
      const earlier = await kit.ready(claimed);
      const node = earlier[0]!.node!;
      await killed.beginRun('ana');
      await killed.cordon(node);
      await killed.scale(killed.subject(podOnly), 0);
      await killed.deleteWorkload(killed.subject(claimed));
      await expect(kit.cluster.beginRun('bob')).rejects.toMatchObject({ code: 'busy' });
      expect((await undosOf(kit.cluster))?.map(({ undo }) => undo)).toEqual(['uncordon', 'scale', 'create']);
      const undone: Undo['undo'][] = [];
      expect(await kit.cluster.restore(({ undo }) => undone.push(undo))).toEqual([]);
      expect(undone).toEqual(['create', 'scale', 'uncordon']);
      await kit.replaced(claimed, earlier);
      await kit.waitUntil('one replica is desired again', () => kit.cluster.subject(podOnly).desiredReplicas === 1);
      await kit.ready(podOnly);
      expect(kit.cluster.nodes().every(({ cordoned }) => !cordoned)).toBe(true);
      expect(await kit.cluster.findOpenRun()).toBeNull();
    });

    it('that another process has restored cannot change the cluster', [], async ({ onTestFinished }) => {
      const killed = await kit.harness.open();
      onTestFinished(() => killed.close());
      await killed.beginRun('ana');
      await kit.cluster.restore();
      const node = killed.nodes()[0]!.name;
      await expect(killed.cordon(node)).rejects.toMatchObject({ code: 'busy' });
      expect(kit.cluster.nodes().every(({ cordoned }) => !cordoned)).toBe(true);
    });

    it('that was killed with a node off is restored with the node on', ['power'], async ({ onTestFinished }) => {
      const killed = await kit.harness.open();
      onTestFinished(() => killed.close());
      const { node } = (await kit.ready(podOnly))[0]!;
      const nodeNow = () => kit.cluster.nodes().find(({ name }) => name === node);
      await killed.beginRun('ana');
      await killed.setNodePower(node!, 'off');
      expect(await undosOf(kit.cluster)).toMatchObject([{ undo: 'power-on', node }]);
      await kit.waitUntil(`${node} is not ready`, () => nodeNow()?.ready === false);
      expect(await kit.cluster.restore()).toEqual([]);
      await kit.waitUntil(`${node} is ready`, () => nodeNow()?.ready);
      await kit.ready(podOnly);
    });
  });
}

const undosOf = async (cluster: Cluster) => (await cluster.findOpenRun())?.undos;
