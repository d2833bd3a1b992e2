import { describe, expect, it } from 'vitest';
import { createFakeCluster } from './test/fake-cluster.ts';

const workload = { name: 'notes-pvc', namespace: 'lab' };

async function begun(...by: Parameters<typeof createFakeCluster>) {
  const cluster = await createFakeCluster(...by);
  await cluster.record.begin('ana');
  return cluster;
}

describe('how to undo a change', () => {
  it('is written down before the change is made, and stays when that fails', async () => {
    const cluster = await begun();
    cluster.failing.add('cordon');
    await expect(cluster.cordon('a')).rejects.toThrow('cordon a failed');
    expect(await cluster.undos()).toEqual([{ undo: 'uncordon', node: 'a' }]);
  });

  it('prevents the change when it cannot be written down', async () => {
    const cluster = await begun();
    await cluster.storage.remove('1');
    await expect(cluster.cordon('a')).rejects.toMatchObject({ code: 'busy' });
    expect(cluster.done).toEqual([]);
  });

  it('is struck out only once its opposite has been done', async () => {
    const cluster = await begun();
    await cluster.cordon('a');
    cluster.failing.add('uncordon');
    await expect(cluster.uncordon('a')).rejects.toThrow('failed');
    expect(await cluster.undos()).toHaveLength(1);
    cluster.failing.clear();
    await cluster.uncordon('a');
    expect(await cluster.undos()).toEqual([]);
  });

  it('is nothing for what was so before', async () => {
    const cluster = await begun();
    cluster.nodes[0] = { ...cluster.nodes[0]!, cordoned: true };
    await cluster.cordon('a');
    await cluster.scale(cluster.workloads[0]!, 1);
    expect(await cluster.undos()).toEqual([]);
    expect(cluster.done).toEqual(['scale notes-pvc to 1']);
  });

  it('leads back to the first number of replicas', async () => {
    const cluster = await begun();
    await cluster.scale(cluster.workloads[0]!, 3);
    await cluster.scale(cluster.workloads[0]!, 0);
    expect(await cluster.undos()).toEqual([{ undo: 'scale', workload, replicas: 1, claims: ['notes-pvc'] }]);
    await cluster.scale(cluster.workloads[0]!, 1);
    expect(await cluster.undos()).toEqual([]);
  });

  it('takes away the claims that were made for more replicas, once there are as many as before', async () => {
    const cluster = await begun();
    const [own] = cluster.claims;
    await cluster.scale(cluster.workloads[0]!, 3);
    cluster.claims.push({ ...own!, name: 'data-notes-1' }, { ...own!, name: 'data-notes-2' });
    await cluster.scale(cluster.workloads[0]!, 2);
    expect(cluster.claims).toHaveLength(3);
    await cluster.scale(cluster.workloads[0]!, 1);
    expect(cluster.done.at(-1)).toBe('drop claims of notes-pvc except notes-pvc');
    expect(cluster.claims).toEqual([own]);
    expect(await cluster.undos()).toEqual([]);
  });

  it('holds what a deleted workload was made of', async () => {
    const cluster = await begun();
    await cluster.deleteClaims(cluster.workloads[0]!);
    await cluster.deleteWorkload(cluster.workloads[0]!);
    expect(await cluster.undos()).toEqual([{ undo: 'create', workload, saved: 'saved notes-pvc' }]);
    await cluster.recreate(workload);
    expect(cluster.done.at(-1)).toBe('create notes-pvc from "saved notes-pvc"');
    expect(await cluster.undos()).toEqual([]);
    await expect(cluster.recreate(workload)).rejects.toMatchObject({ code: 'missing' });
  });
});

describe('power', () => {
  it('is refused, with the way out, where nobody switches nodes', async () => {
    const cluster = await begun();
    await expect(cluster.setNodePower('a', 'off')).rejects.toMatchObject({ code: 'refused', message: /--node-power/ });
    expect(await cluster.undos()).toEqual([]);
  });

  it('is written down with the command that a restore may use', async () => {
    const cluster: Awaited<ReturnType<typeof begun>> = await begun({
      power: async (node, action) => void cluster.done.push(`${node} ${action}`),
      powerCommand: 'switch {action} {node}',
    });
    await cluster.setNodePower('a', 'off');
    expect(await cluster.undos()).toEqual([{ undo: 'power-on', node: 'a', command: 'switch {action} {node}' }]);
    await cluster.setNodePower('a', 'on');
    expect(await cluster.undos()).toEqual([]);
    expect(cluster.done).toEqual(['a off', 'a on']);
  });

  it('tells what its command said', async () => {
    const cluster = await begun({ power: () => Promise.reject(new Error('no such machine')) });
    await expect(cluster.setNodePower('a', 'off')).rejects.toMatchObject({
      code: 'refused',
      message: 'a could not be switched off: no such machine',
    });
  });
});
