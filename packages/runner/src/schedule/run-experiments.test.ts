import { outcomeOf, reportSchema } from '@persistence-lab/experiment';
import {
  createAlteringDisk,
  createDisk,
  createDroppingDisk,
  createLateDisk,
  createStaleView,
} from '@persistence-lab/experiment/test-support';
import { languages } from '@persistence-lab/language';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../run-context.ts';
import { clusterError, createFakeCluster } from '../test-support/fake-cluster.ts';
import {
  cellOf,
  emptydir,
  expectRestored,
  ofNodes,
  options,
  pvc,
  run,
  shared,
  verdictOf,
} from '../test-support/short-run.ts';

it('reports that notes on a volume survive and notes in a pod do not', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
  const report = await run(cluster, { events: ['container-crash', 'oom', 'pod-delete', 'scale-zero'] });
  expect(report.cells.map(({ kind, event, verdict }) => `${kind} ${event}: ${verdict}`)).toEqual([
    'emptydir container-crash: survived',
    'emptydir oom: survived',
    'emptydir pod-delete: lost',
    'emptydir scale-zero: lost',
    'pvc container-crash: survived',
    'pvc oom: survived',
    'pvc pod-delete: survived',
    'pvc scale-zero: survived',
  ]);
  expect(reportSchema.parse(report)).toEqual(report);
  expect(outcomeOf(report)).toBe('as expected');
  for (const cell of report.cells) expect(cell.acknowledged).toBeGreaterThanOrEqual(options.notes);
});

describe('detects a subject that', () => {
  it('acknowledges before it writes', async () => {
    const cell = await verdictOf(pvc(createLateDisk(options.notes)), 'container-crash');
    expect(cell).toMatchObject({ verdict: 'partly lost', asExpected: false });
    const { missing, stale } = cell.readings[0]!;
    expect(new Set([...missing, ...stale]).size).toBe(cell.lost);
  });

  it('drops every 500th note', async () => {
    const cell = await verdictOf(pvc(createDroppingDisk(500)), 'container-crash', 1_000);
    expect(cell).toMatchObject({ verdict: 'partly lost', asExpected: false });
    const { missing, stale } = cell.readings[0]!;
    expect(missing.length + stale.length).toBe(cell.lost);
  });

  it('alters one byte', async () => {
    const cell = await verdictOf(pvc(createAlteringDisk(options.notes + 3)), 'container-crash');
    expect(cell).toMatchObject({ verdict: 'corrupt', asExpected: false });
    expect(cell.readings[0]!.changed).toHaveLength(1);
  });

  it('has a replica that serves stale notes', async () => {
    const disk = createDisk();
    const cell = await verdictOf(
      { kind: 'pvc-rwx', disk: (_, before) => (before === 1 ? createStaleView(disk) : disk) },
      'scale-out',
    );
    expect(cell.verdict).toBe('diverged');
    const behind = cell.readings.filter(({ missing, stale }) => missing.length > 0 && stale.length > 0);
    expect(behind.map(({ replica }) => replica)).toEqual(['notes-x-2']);
  });
});

it('reads through the serving replicas when others are not scheduled, and reports why', async () => {
  const disk = createDisk();
  const cluster = createFakeCluster({ 'notes-rwo': { kind: 'pvc', disk: shared(disk), most: 1 } });
  const { cells } = await run(cluster, { events: ['scale-out'] });
  expect(cells[0]!.verdict).toBe('survived');
  expect(cells[0]!.reasons).toEqual([
    expect.stringMatching(/^notes-rwo-2: Pending: .*\nnotes-rwo-3: Pending: .*conflict/),
  ]);
  expect(cells[0]!.readings.map(({ replica }) => replica)).toEqual(['notes-rwo-1']);
});

it('reads again when a service has lost its database for a moment', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  const { replicas } = cluster;
  let refused = 0;
  cluster.replicas = (workload) =>
    replicas(workload).map((replica) => ({
      ...replica,
      fetch: async (url, init) => {
        const isReading = (init?.method ?? 'GET') === 'GET' && typeof url === 'string' && url.includes('/v1/notes');
        return isReading && refused++ < 1
          ? Response.json({ title: 'Service Unavailable', status: 503 }, { status: 503 })
          : replica.fetch(url, init);
      },
    }));
  const { cells } = await run(cluster, { events: ['pod-delete'] });
  expect(refused).toBeGreaterThan(1);
  expect(cells[0]).toMatchObject({ verdict: 'survived', couldNotRun: null });
});

describe('restores the cluster', () => {
  it.each(['scale-zero', 'scale-out', 'node-drain', 'node-failure', 'pod-delete'] as const)(
    'after Ctrl-C during %s',
    async (event) => {
      const stop = new AbortController();
      const cluster = createFakeCluster({
        'notes-hostpath': { kind: 'hostpath', disk: ofNodes() },
        'notes-pvc': pvc(createDisk()),
      });
      const onProgress = (progress: Progress) => {
        if (progress.step === 'phase' && progress.phase === 'waits') stop.abort(new Error('enough'));
      };
      await expect(run(cluster, { events: [event], signal: stop.signal, onProgress })).rejects.toThrow('enough');
      await expectRestored(cluster);
    },
  );

  it('after a cell that could not run, whose reason is reported, and runs the others', async () => {
    const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()), 'notes-emptydir': emptydir() });
    const scale = cluster.scale;
    const notAllowed = 'Scaling notes-pvc to 0: not allowed.';
    let refused = 0;
    cluster.scale = (workload, count) =>
      workload.name === 'notes-pvc' && count === 0 && refused++ === 0
        ? Promise.reject(clusterError('forbidden', 'Scaling notes-pvc to 0: not allowed.'))
        : scale(workload, count);
    const { cells } = await run(cluster, { events: ['scale-zero', 'pod-delete'] });
    const ofPvc = cells.filter(({ kind }) => kind === 'pvc');
    expect(cellOf(ofPvc, 'scale-zero')).toMatchObject({
      verdict: null,
      couldNotRun: notAllowed,
      asExpected: null,
    });
    expect(cellOf(ofPvc, 'pod-delete').verdict).toBe('survived');
    expect(cells.filter(({ verdict }) => verdict === 'lost')).toHaveLength(2);
    await expectRestored(cluster);
  });

  it('as far as possible, and reports the rest', async () => {
    const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
    const en = 'node-2 is off: switch it on by hand.';
    cluster.restore = async () => [{ en, 'pt-BR': en }];
    const report = await run(cluster, { events: ['container-crash'] });
    expect(report.leftovers).toEqual([en]);
    expect(outcomeOf(report)).toBe('could not run');
  });
});

it('changes nothing while another run is open', async () => {
  const cluster = createFakeCluster({ 'notes-pvc': pvc(createDisk()) });
  await cluster.beginRun('ana@laptop');
  await expect(run(cluster, { events: ['pod-delete'] })).rejects.toThrow('ana@laptop runs the lab');
  expect(cluster.actions).toEqual([]);
  expect(await cluster.findOpenRun()).not.toBeNull();
});

it('reports each phase of a cell, and then the cell', async () => {
  const steps: string[] = [];
  const onProgress = (progress: Progress) =>
    void steps.push(progress.step === 'phase' ? progress.phase : progress.step);
  await run(createFakeCluster({ 'notes-pvc': pvc(createDisk()) }), { events: ['node-drain'], onProgress });
  expect(steps).toEqual(['moves', 'writes', 'event', 'waits', 'reads', 'undo', 'waits', 'reads', 'cell', 'remark']);
});

it('reports in Portuguese what it reports in English', async () => {
  const reports = { en: [] as string[], 'pt-BR': [] as string[] };
  for (const language of languages) {
    const onProgress = (progress: Progress) =>
      void (progress.step === 'remark' && reports[language].push(progress.text));
    const cluster = createFakeCluster({
      'notes-hostpath': { kind: 'hostpath', disk: ofNodes() },
      'notes-pvc': pvc(createDisk()),
    });
    const report = await run(cluster, { events: ['node-drain'], language, onProgress });
    expect(report.language).toBe(language);
    expect(reportSchema.parse(report)).toEqual(report);
    for (const { afterUndo, expectation, timeline } of report.cells)
      reports[language].push(afterUndo!.mark, expectation.because, ...timeline.map(({ detail }) => detail));
  }
  expect(reports.en).toEqual(
    expect.arrayContaining([
      'Restoring the cluster',
      'left behind on a, found again',
      'blocked',
      'notes-hostpath-1 is gone',
    ]),
  );
  expect(reports['pt-BR']).toEqual(
    expect.arrayContaining([
      'Restaurando o cluster',
      'deixadas para trás em a, reencontradas',
      'bloqueado',
      'notes-hostpath-1 não existe mais',
    ]),
  );
  expect(reports['pt-BR'].join('\n')).not.toMatch(/\b(is|the|kept|ready|gone)\b/);
});
