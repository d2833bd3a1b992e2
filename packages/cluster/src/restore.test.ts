import { describe, expect, it } from 'vitest';
import type { NodePowerOptions } from './recorded-actions.ts';
import { createFakeCluster } from './test/fake-cluster.ts';
import { createMemoryStorage } from './test/memory-storage.ts';

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

  it('undoes what a killed run has left, newest first, tells each, and closes the run', async () => {
    const cluster = await killedAfter(async (killed) => {
      await killed.cordon('a');
      await killed.scale(killed.workloads[0]!, 0);
      await killed.deleteWorkload(killed.workloads[0]!);
    });
    const told: string[] = [];
    expect(await cluster.restore(({ undo }) => told.push(undo))).toEqual([]);
    expect(told).toEqual(['create', 'scale', 'uncordon']);
    expect(cluster.done).toEqual(['create notes-pvc from "saved notes-pvc"', 'scale notes-pvc to 1', 'uncordon a']);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('does what it can, and keeps what it could not', async () => {
    const cluster = await killedAfter(async (killed) => {
      await killed.cordon('a');
      await killed.cordon('b');
    });
    cluster.failing.add('uncordon b');
    expect(await cluster.restore()).toEqual(['uncordon b failed']);
    expect(await cluster.undos()).toEqual([{ undo: 'uncordon', node: 'b' }]);
    cluster.failing.clear();
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('tries again what may have waited for something older', async () => {
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

  it('leaves what is as it was', async () => {
    const cluster = await killedAfter((killed) => killed.cordon('a'));
    cluster.nodes[0] = { ...cluster.nodes[0]!, cordoned: false };
    expect(await cluster.restore()).toEqual([]);
    expect(cluster.done).toEqual([]);
  });

  it('has nothing to scale where somebody has deleted the workload', async () => {
    const cluster = await killedAfter((killed) => killed.scale(killed.workloads[0]!, 3));
    cluster.workloads.length = 0;
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('keeps the number of replicas of a workload that cannot be made again yet', async () => {
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

  it('is left to its owner where there is no command, until it is on', async () => {
    const cluster = await switchedOff({});
    expect(await cluster.restore()).toEqual(['a is off: switch it on by hand, then once more: npm run lab -- restore']);
    expect(await cluster.undos()).toHaveLength(1);
    cluster.on.isOn = true;
    expect(await cluster.restore()).toEqual([]);
    expect(await cluster.undos()).toBeUndefined();
  });

  it('may be on already, which a command may refuse to do twice', async () => {
    const cluster = await switchedOff({ power: () => Promise.reject(new Error('it is on')) });
    expect(await cluster.restore()).toEqual(['a could not be switched on: it is on']);
    cluster.on.isOn = true;
    expect(await cluster.restore()).toEqual([]);
  });
});
