import { openKubernetes } from '@persistence-lab/cluster';
import { type Cell, findEvent, kindNames, type Report } from '@persistence-lab/experiment';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '@persistence-lab/command-line';
import { differencesOf } from '../matrix/differences.ts';
import { runLab } from '../matrix/lab-run.ts';
import { eventsOf, problemsOf } from '../matrix/problems.ts';
import { localReport } from './local-report.ts';
import { stateOf, stateOnceReady } from './state-lines.ts';

const cluster = await openKubernetes();
afterAll(() => cluster.close());

const notes = 200;
const { NODE_POWER } = process.env;
const before = await stateOnceReady(cluster);
const severalNodes = cluster.nodes().length > 1;
const onlyControlPlanes = cluster.nodes().every(({ controlPlane }) => controlPlane);
let code: number | null;
let report: Report;
let local: Report | undefined;

beforeAll(async () => {
  // Verdicts differ between one node and several, not between three and more.
  local = severalNodes ? await localReport() : undefined;
  const power = NODE_POWER ? ['--node-power', NODE_POWER] : [];
  const file = join(root, 'reports', 'matrix', 'cluster.json');
  ({ code, report } = await runLab(['--all', '--notes', String(notes), ...power], file));
}, 2_700_000);

/** Power events cannot run without NODE_POWER, or where every node runs the control plane. */
function mayNotRun({ event, couldNotRun }: Cell): boolean {
  if (!findEvent(event)?.needsNodePower) return false;
  if (!NODE_POWER) return /Node power is not configured/.test(couldNotRun ?? '');
  return onlyControlPlanes && /which runs the control plane/.test(couldNotRun ?? '');
}

const cellsOf = ({ cells }: Report, kind: string) => cells.filter((cell) => cell.kind === kind);
const cellOf = (kind: string, event: string) => cellsOf(report, kind).find((cell) => cell.event === event)!;

describe('every event has the documented verdict and, with several nodes, that of a simulated cluster:', () => {
  it.for(kindNames)('%s', (kind, { skip }) => {
    const cells = cellsOf(report, kind);
    expect(cells.map(({ event }) => event)).toEqual(eventsOf(kind));
    expect(cells.flatMap((cell) => problemsOf(cell, notes, mayNotRun))).toEqual([]);
    if (!local) return;
    const simulated = cellsOf(local, kind);
    skip(simulated.length === 0, 'the simulated cluster ran without redis-server');
    const differences = differencesOf({ cells: simulated }, { cells });
    for (const { cell, what, isAsserted } of differences)
      if (!isAsserted) console.log(`${cell}, which is not documented: ${what} as in the simulation`);
    expect(differences.filter(({ isAsserted }) => isAsserted)).toEqual([]);
  });
});

describe('reasons and counts of', () => {
  it('emptydir with more replicas: each has only the notes that it acknowledged', () => {
    const missing = cellOf('emptydir', 'scale-out').readings.map((reading) => new Set(reading.missing));
    expect(missing).toHaveLength(report.options.replicas);
    for (const ids of missing) expect(ids.size).toBeGreaterThan(0);
    const missingEverywhere = [...missing[0]!].filter((id) => missing.every((ids) => ids.has(id)));
    expect(missingEverywhere, 'some replica has each note').toEqual([]);
  });

  it('pvc on a drained node: it waits for the node that its volume is bound to', ({ skip }) => {
    const { verdict, reasons, afterUndo } = cellOf('pvc', 'node-drain');
    skip(!severalNodes, 'the cluster has only one node');
    skip(verdict !== 'blocked', 'volumes of this storage class are not bound to a node');
    // The second text is that of newer schedulers.
    expect(reasons.join()).toMatch(/volume node affinity conflict|didn't match PersistentVolume's node affinity/);
    expect(afterUndo).toMatchObject({ verdict: 'survived', mark: 'came back' });
  });

  it('hostpath on a drained node: it starts empty on another, and has its notes again after the undo', ({ skip }) => {
    skip(!severalNodes, 'the cluster has only one node');
    const { verdict, kept, afterUndo } = cellOf('hostpath', 'node-drain');
    expect({ verdict, kept }).toEqual({ verdict: 'lost', kept: 0 });
    expect(afterUndo?.mark).toMatch(/^left behind on .*, found again$/);
  });
});

it('exits with 2 only when a cell could not run', () => {
  expect(code).toBe(report.cells.some(({ verdict }) => verdict === null) ? 2 : 0);
});

it('restores the cluster', async () => {
  expect(report.leftovers).toEqual([]);
  expect(await stateOf(cluster)).toEqual(before);
});
