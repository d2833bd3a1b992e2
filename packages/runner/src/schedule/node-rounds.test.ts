import { createDisk } from '@persistence-lab/experiment/test-support';
import { expect, it } from 'vitest';
import type { Progress } from '../run-context.ts';
import { NodePowerError } from '../setup/node-power.ts';
import { chooseCells } from './choose-cells.ts';
import { runExperiments } from './run-experiments.ts';
import { clusterError, createFakeCluster } from '../test-support/fake-cluster.ts';
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

it('finds a subject bound to the node blocked long before the deadline, and complete after the undo', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const { cells } = await run(cluster, { events: ['node-drain'] });
  expect(cells[0]).toMatchObject({ verdict: 'blocked', afterUndo: { verdict: 'survived' }, asExpected: true });
  expect(cells[0]!.reasons.join()).toContain('volume node affinity conflict');
  const [first, last] = [cells[0]!.timeline[0]!.at, cells[0]!.timeline.at(-1)!.at];
  expect(last - first).toBeLessThan(options.deadline);
});

it('finds the folder on the drained node again after the undo', async () => {
  const cluster = createFakeCluster({ 'notes-hostpath': { kind: 'hostpath', disk: ofNodes() } });
  const { cells } = await run(cluster, { events: ['node-drain'] });
  expect(cells[0]).toMatchObject({ verdict: 'lost', asExpected: true });
  expect(cells[0]!.afterUndo).toMatchObject({ verdict: 'survived', mark: 'left behind on a, found again' });
});

it('reuses notes that came back for the next event instead of writing new ones', async () => {
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

it('affects every subject once, and each node with data of one', async () => {
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

it('moves subjects that can run on any node to the others first, without counting that as a loss', async () => {
  const cluster = createFakeCluster({
    'notes-emptydir': emptydir(),
    'notes-pvc': { ...pvc(createDisk()), boundTo: 'b' },
  });
  const { cells } = await run(cluster, { events: ['container-crash', 'node-reboot'] });
  expect(cluster.actions.filter((what) => what.startsWith('power off'))).toEqual(['power off b']);
  expect(cells.map(({ verdict }) => verdict)).toEqual(['survived', 'survived', 'survived', 'survived']);
});

it('keeps everything on a disk across a reboot', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const { cells } = await run(cluster, { events: ['node-reboot'] });
  expect(cells[0]).toMatchObject({ verdict: 'survived', afterUndo: null });
});

it('skips node failure without node power, and writes no notes for it', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const cells = chooseCells(cluster.subjects(), { events: ['node-failure'] });
  const request = { cluster, cells, options, hasPower: false, timings, onProgress: () => {} };
  const report = await runExperiments({ ...request, signal: new AbortController().signal });
  expect(report.cells[0]).toMatchObject({ verdict: null, acknowledged: 0 });
  expect(report.cells[0]!.couldNotRun).toContain('--node-power');
  expect(cluster.actions).toEqual([]);
});

it('reports in one sentence that a node does not come back, and does not wait for its workloads', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const { setNodePower } = cluster;
  cluster.setNodePower = async (node, action) => (action === 'off' ? setNodePower(node, action) : undefined);
  const { cells, leftovers } = await run(cluster, { events: ['node-failure'], deadline: 500 });
  const sentence =
    'a was switched on, but is not ready 500 ms later: check that the command of --node-power starts it.';
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(
    Array(2).fill(`The event could not be undone: ${sentence}`),
  );
  expect(leftovers).toEqual([
    'Ready before the run, but not now: a. Switch on by hand; until then these are not ready: notes-pvc.',
  ]);
});

it('gives no verdict on a reboot if the node does not come back, and switches off no other node', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const { setNodePower } = cluster;
  cluster.setNodePower = async (node, action) => (action === 'off' ? setNodePower(node, action) : undefined);
  const { cells } = await run(cluster, { events: ['node-reboot', 'node-failure'], deadline: 500 });
  const sentence =
    'a was switched on, but is not ready 500 ms later: check that the command of --node-power starts it.';
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(4).fill(sentence));
  expect(cluster.actions.filter((what) => what.startsWith('power off'))).toEqual(['power off a']);
});

it('does not switch nodes again after a failure, because each attempt may take long', async () => {
  const cluster = createFakeCluster({
    'notes-pvc': pvc(createDisk()),
    'notes-other': { ...pvc(createDisk()), boundTo: 'b' },
  });
  const switches: string[] = [];
  cluster.setNodePower = async (node, action) => {
    switches.push(`${action} ${node}`);
    throw clusterError('refused', `Switching ${action} ${node}: it was stopped.`);
  };
  const { cells } = await run(cluster, { events: ['node-reboot', 'node-failure'] });
  expect(switches.filter((what) => what.startsWith('off'))).toEqual(['off a']);
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(4).fill('Switching off a: it was stopped.'));
  await expectRestored(cluster);
});

it('shows the output of a failed power command once, and only its summary in the cells', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const summary = { en: 'Could not switch off a.', 'pt-BR': 'Não foi possível desligar a.' };
  cluster.setNodePower = () => Promise.reject(new NodePowerError(summary, 'Usage: power NODE\n\nunknown node: a\n'));
  const remarks: string[] = [];
  const onProgress = (progress: Progress) => void (progress.step === 'remark' && remarks.push(progress.text));
  const { cells } = await run(cluster, { events: ['node-reboot', 'node-failure'], onProgress });
  expect(cells.map(({ couldNotRun }) => couldNotRun)).toEqual(Array(4).fill(summary.en));
  expect(remarks.filter((text) => text.includes('unknown node'))).toEqual([
    'Could not switch off a.\nUsage: power NODE\nunknown node: a',
  ]);
  expect(JSON.stringify(cells)).not.toContain('Usage');
});
