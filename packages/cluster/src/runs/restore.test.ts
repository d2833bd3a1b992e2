import { describe, expect, it } from 'vitest';
import type { NodePowerOptions } from './recorded-actions.ts';
import { createFakeCluster } from '../test-support/fake-cluster.ts';
import { createMemoryStorage } from '../test-support/memory-storage.ts';

const power = async () => {};

/** A run that was killed when it had done `work`, and the cluster as another process opens it. */
async function killedAfter(
  work: (cluster: Awaited<ReturnType<typeof createFakeCluster>>) => Promise<void>,
  switches: { before?: NodePowerOptions; by?: NodePowerOptions } = {},
) {
  const storage = createMemoryStorage();
  const killed = await createFakeCluster(switches.before, storage);
  await killed.record.begin('ana');
  await work(killed);
  const cluster = await createFakeCluster(switches.by, storage);
  cluster.nodes.splice(0, Infinity, ...killed.nodes);
  cluster.workloads.splice(0, Infinity, ...killed.workloads);
  return cluster;
}

describe('restore', () => {
  it('does nothing where no run is open', async () => {
    const cluster = await createFakeCluster();
    expect(await cluster.restore()).toEqual([]);
    expect(cluster.done).toEqual([]);
  });

  it('undoes what a killed run has left, newest first, reports each, and closes the run', async () => {
    const cluster = await killedAfter(async (killed) => {
      await killed.cordon('a');
      await killed.scale(killed.workloads[0]!, 0);
      await killed.deleteWorkload(killed.workloads[0]!);
    });
    const reported: string[] = [];
    expect(await cluster.restore(({ undo }) => reported.push(undo))).toEqual([]);
    expect(reported).toEqual(['create', 'scale', 'uncordon']);
    expect(cluster.done).toEqual(['create notes-pvc from "saved notes-pvc"', 'scale notes-pvc to 1', 'uncordon a']);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('undoes what it can, and keeps the rest', async () => {
    const cluster = await killedAfter(async (killed) => {
      await killed.cordon('a');
      await killed.cordon('b');
    });
    cluster.failing.add('uncordon b');
    expect(await cluster.restore()).toMatchObject([{ en: 'uncordon b failed' }]);
    expect(await cluster.undos()).toEqual([{ undo: 'uncordon', node: 'b' }]);
    cluster.failing.clear();
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('retries what may depend on an older undo', async () => {
    const cluster = await killedAfter(
      async (killed) => {
        await killed.setNodePower('a', 'off');
        await killed.deleteClaims(killed.workloads[0]!);
      },
      { before: { power }, by: { power: async () => cluster.failing.clear() } },
    );
    cluster.failing.add('create');
    expect(await cluster.restore()).toEqual([]);
    expect(cluster.done).toHaveLength(2);
  });

  it('leaves what is undone already', async () => {
    const cluster = await killedAfter((killed) => killed.cordon('a'));
    cluster.nodes[0] = { ...cluster.nodes[0]!, cordoned: false };
    expect(await cluster.restore()).toEqual([]);
    expect(cluster.done).toEqual([]);
  });

  it('has nothing to scale where the workload was deleted outside of the lab', async () => {
    const cluster = await killedAfter((killed) => killed.scale(killed.workloads[0]!, 3));
    cluster.workloads.length = 0;
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('keeps the number of replicas of a workload that cannot be recreated yet', async () => {
    const cluster = await killedAfter(async (killed) => {
      await killed.scale(killed.workloads[0]!, 3);
      await killed.deleteWorkload(killed.workloads[0]!);
    });
    cluster.workloads.length = 0;
    cluster.failing.add('create');
    expect(await cluster.restore()).toHaveLength(2);
    expect(await cluster.undos()).toHaveLength(2);
  });
});

const switchedOff = (by: NodePowerOptions, powerCommand?: string) =>
  killedAfter((killed) => killed.setNodePower('a', 'off'), { before: { power, powerCommand }, by });

describe('a node that was switched off', () => {
  it('is switched on by the command of the run that was killed', async () => {
    const commands: string[] = [];
    const powerFromCommand = (command: string) => async (node: string, action: string) => {
      commands.push(`${command}: ${node} ${action}`);
    };
    const cluster = await switchedOff({ powerFromCommand }, 'switch {action} {node}');
    expect(await cluster.restore()).toEqual([]);
    expect(commands).toEqual(['switch {action} {node}: a on']);
  });

  it('is left to the user without a command, until it is on', async () => {
    const cluster = await switchedOff({});
    expect(await cluster.restore()).toMatchObject([
      { en: 'a is off: switch it on by hand, then run again: npm run lab -- restore' },
    ]);
    expect(await cluster.undos()).toHaveLength(1);
    cluster.on.isOn = true;
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('may be on already, even if the command fails for that', async () => {
    const cluster = await switchedOff({ power: () => Promise.reject(new Error('it is on')) });
    expect(await cluster.restore()).toMatchObject([{ en: 'a could not be switched on: it is on' }]);
    cluster.on.isOn = true;
    expect(await cluster.restore()).toEqual([]);
  });
});
