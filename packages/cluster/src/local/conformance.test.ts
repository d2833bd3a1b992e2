import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeCluster } from '../conformance/describe-cluster.ts';
import { createHandle } from './handle.ts';
import { openSimulation, type Simulation } from './simulation.ts';
import { programs } from './test/programs.ts';

const folder = await mkdtemp(join(tmpdir(), 'local-cluster-'));
const timeout = 60_000;
let simulation: Simulation | undefined;

afterAll(async () => {
  await simulation?.close();
  await rm(folder, { recursive: true });
});

// one process at a time has the folder: what stands for another process is another user of the same simulation
async function open() {
  simulation ??= await openSimulation({
    folder,
    programs,
    kinds: ['emptydir', 'pvc', 'pvc-rwx', 'statefulset', 'postgres'],
  });
  const cluster = createHandle(simulation);
  const allSettled = () => cluster.workloads().every(({ rolledOut }) => rolledOut);
  await cluster.waitUntil('everything is deployed', allSettled, { timeout: timeout });
  return cluster;
}

describeCluster('local', {
  open,
  subjects: {
    podOnly: 'notes-emptydir',
    claimed: 'notes-pvc',
    everywhere: 'notes-pvc-rwx',
    ordinal: 'notes-statefulset',
    database: 'notes-postgres',
  },
  capabilities: { multipleNodes: true, nodeBoundClaims: true, sharedVolumes: true, database: true, power: true },
  timeout,
});
