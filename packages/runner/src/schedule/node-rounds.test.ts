import { ClusterError } from '@persistence-lab/cluster/error';
import { createDisk } from '@persistence-lab/experiment/test-support';
import { expect, it } from 'vitest';
import { chooseCells } from './choose-cells.ts';
import { runExperiments } from '../run-experiments.ts';
import { createFakeCluster } from '../test-support/fake-cluster.ts';
import {
  createCountingDisk,
  emptydir,
  expectRestored,
  ofNodes,
  options,
  timings,
  pvc,
  run,
} from '../test-support/short-run.ts';

it('blocks what is bound to it for good, which is found long before the deadline, and is over when it is undone', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const { cells } = await run(cluster, { events: ['node-drain'] });
  expect(cells[0]).toMatchObject({ verdict: 'blocked', afterUndo: { verdict: 'survived' }, asExpected: true });
  expect(cells[0]!.reasons.join()).toContain('volume node affinity conflict');
  const [first, last] = [cells[0]!.timeline[0]!.at, cells[0]!.timeline.at(-1)!.at];
  expect(last - first).toBeLessThan(options.deadline);
});

it('leaves behind what is in a folder of the node, and the undo finds it again', async () => {
  const cluster = createFakeCluster({ 'notes-hostpath': { kind: 'hostpath', disk: ofNodes() } });
  const { cells } = await run(cluster, { events: ['node-drain'] });
  expect(cells[0]).toMatchObject({ verdict: 'lost', asExpected: true });
  expect(cells[0]!.afterUndo).toMatchObject({ verdict: 'survived', mark: 'left behind on a, found again' });
});

it('leaves notes that came back to the next event, instead of writing as many again', async () => {
  const disks = new Map(['a', 'b', 'c'].map((node) => [node, createCountingDisk()]));
  const cluster = createFakeCluster({
    'notes-hostpath': { kind: 'hostpath', disk: (node) => disks.get(node)! },
  });
  const { cells } = await run(cluster, { events: ['node-drain', 'node-failure'], notes: 300 });
  expect(cells.map(({ verdict, afterUndo }) => [verdict, afterUndo?.verdict])).toEqual([
    ['lost', 'survived'],
    ['lost', 'survived'],
  ]);
  for (const cell of cells) expect(cell.acknowledged).toBeGreaterThanOrEqual(300);
  expect(disks.get('a')!.writes).toBeLessThan(600);
});

it('meets every subject once, and each node that has data of one', async () => {
  const cluster = createFakeCluster({
    'notes-emptydir': emptydir(),
    'notes-pvc': pvc(createDisk()),
    'notes-other': { ...pvc(createDisk()), boundTo: 'b' },
  });
  const { cells } = await run(cluster, { events: ['node-failure'] });
  expect(cluster.actions.filter((what) => what.startsWith('power off'))).toEqual(['power off a', 'power off b']);
  expect(cells.map(({ subject, verdict }) => [subject, verdict])).toEqual([
    ['notes-emptydir', 'lost'],
    ['notes-pvc', 'blocked'],
    ['notes-other', 'blocked'],
  ]);
  expect(cells.map(({ afterUndo }) => afterUndo?.verdict)).toEqual(['lost', 'survived', 'survived']);
});

it('meets as many as possible at once: who may run anywhere is brought to the others, which is not counted', async () => {
  const cluster = createFakeCluster({
    'notes-emptydir': emptydir(),
    'notes-pvc': { ...pvc(createDisk()), boundTo: 'b' },
  });
  const { cells } = await run(cluster, { events: ['container-crash', 'node-reboot'] });
  expect(cluster.actions.filter((what) => what.startsWith('power off'))).toEqual(['power off b']);
  expect(cells.map(({ verdict }) => verdict)).toEqual(['survived', 'survived', 'survived', 'survived']);
});

it('a reboot takes nothing that is on a disk', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const { cells } = await run(cluster, { events: ['node-reboot'] });
  expect(cells[0]).toMatchObject({ verdict: 'survived', afterUndo: null });
});

it('cannot run without somebody who switches nodes, and writes nothing for it', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const cells = chooseCells(cluster.subjects(), { events: ['node-failure'] });
  const request = { cluster, cells, options, hasPower: false, timings, onProgress: () => {} };
  const report = await runExperiments({ ...request, signal: new AbortController().signal });
  expect(report.cells[0]).toMatchObject({ verdict: null, acknowledged: 0 });
  expect(report.cells[0]!.couldNotRun).toContain('--node-power');
  expect(cluster.actions).toEqual([]);
});

it('says in one sentence that a node does not come back, and waits no longer for what waits for it', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const { setNodePower } = cluster;
  cluster.setNodePower = async (node, action) => (action === 'off' ? setNodePower(node, action) : undefined);
  const { cells, leftovers } = await run(cluster, { events: ['node-failure'], deadline: 500 });
  const sentence = 'a was switched on, and is not ready 0.5 s later: does the command of --node-power start it?';
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(2).fill(`It was not undone: ${sentence}`));
  expect(leftovers).toEqual([
    'Ready before, and not ready now: a. Switch it on by hand; until then these are not ready: notes-pvc.',
  ]);
});

it('does not judge a reboot of a node that does not come back, and switches no other off', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const { setNodePower } = cluster;
  cluster.setNodePower = async (node, action) => (action === 'off' ? setNodePower(node, action) : undefined);
  const { cells } = await run(cluster, { events: ['node-reboot', 'node-failure'], deadline: 500 });
  const sentence = 'a was switched on, and is not ready 0.5 s later: does the command of --node-power start it?';
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(4).fill(sentence));
  expect(cluster.actions.filter((what) => what.startsWith('power off'))).toEqual(['power off a']);
});

it('does not try again to switch nodes where that has failed: each time may take long', async () => {
  const cluster = createFakeCluster({
    'notes-pvc': pvc(createDisk()),
    'notes-other': { ...pvc(createDisk()), boundTo: 'b' },
  });
  const switches: string[] = [];
  cluster.setNodePower = async (node, action) => {
    switches.push(`${action} ${node}`);
    throw new ClusterError('refused', `Switching ${action} ${node}: it was stopped.`);
  };
  const { cells } = await run(cluster, { events: ['node-reboot', 'node-failure'] });
  expect(switches.filter((what) => what.startsWith('off'))).toEqual(['off a']);
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(4).fill('Switching off a: it was stopped.'));
  await expectRestored(cluster);
});
