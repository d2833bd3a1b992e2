import { describe, expect, it } from 'vitest';
import type { Replica, Subject } from '@persistence-lab/cluster';
import { createDisk, createNotesService } from '@persistence-lab/experiment/test-support';
import { benchKinds } from './bench-kind.ts';

const subject = { name: 'notes-pvc', namespace: 'lab', app: 'notes-api', kind: 'pvc' } as Subject;
const options = { runtime: 100, signal: new AbortController().signal, language: 'en' } as const;

function clusterWith(fetch: typeof globalThis.fetch, ready = true) {
  const replica = { name: 'notes-pvc-0', node: 'node-1', ready, fetch } as Replica;
  return { subjects: () => [subject], replicas: () => [replica] };
}

const notesLeft = async (fetch: typeof globalThis.fetch) => {
  const answer = await fetch('http://replica/v1/notes');
  return ((await answer.json()) as { notes: unknown[] }).notes;
};

const broken: typeof fetch = () => Promise.reject(new Error('connection refused'));

const reasons = async (...args: Parameters<typeof benchKinds>) =>
  (await benchKinds(...args)).map((rate) => rate.couldNotRun);

describe('benchKinds', () => {
  it('counts acknowledged notes and deletes them', async () => {
    const service = createNotesService(createDisk());
    let created = 0;
    const counting: typeof fetch = async (input, init) => {
      const answer = await service(input, init);
      if (answer.status === 201) created += 1;
      return answer;
    };
    const [rate] = await benchKinds(clusterWith(counting), ['pvc'], options);
    expect(created).toBeGreaterThan(0);
    expect(rate).toMatchObject({ subject: 'notes-pvc', node: 'node-1', couldNotRun: null });
    expect(rate!.notesPerSecond).toBeGreaterThan(0);
    expect(rate!.notesPerSecond).toBeLessThanOrEqual(created * 10);
    expect(await notesLeft(service)).toEqual([]);
  });

  it('deletes its notes when aborted', async () => {
    const service = createNotesService(createDisk());
    const stop = new AbortController();
    let created = 0;
    const stopping: typeof fetch = async (input, init) => {
      const answer = await service(input, init);
      if (answer.status === 201 && ++created === 20) stop.abort(new Error('enough'));
      return answer;
    };
    const rates = benchKinds(clusterWith(stopping), ['pvc'], { ...options, runtime: 60_000, signal: stop.signal });
    await expect(rates).rejects.toThrow('enough');
    expect(created).toBeGreaterThanOrEqual(20);
    expect(await notesLeft(service)).toEqual([]);
  });

  it('reports why a kind could not be measured', async () => {
    const service = createNotesService(createDisk());
    expect(await reasons(clusterWith(service, false), ['pvc'], options)).toEqual(['no replica is ready']);
    const inPortuguese = { ...options, language: 'pt-BR' } as const;
    expect(await reasons(clusterWith(service, false), ['pvc'], inPortuguese)).toEqual(['nenhuma réplica está pronta']);
    expect(await reasons(clusterWith(service), ['memory'], options)).toEqual(['no notes API is deployed on this kind']);
    expect(await reasons(clusterWith(broken), ['pvc'], options)).toEqual(['connection refused']);
  });
});
