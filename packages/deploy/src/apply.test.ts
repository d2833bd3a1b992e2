import { expect, it } from 'vitest';
import { imageChanges } from './apply.ts';
import type { Manifest } from './overlay.ts';

const deployment = (name: string, id?: string): Manifest => ({
  kind: 'Deployment',
  metadata: { name, namespace: 'lab', ...(id && { annotations: { 'persistence-lab/image-id': id } }) },
  spec: { template: { spec: { containers: [{ name: 'notes-api', image: 'notes-api:dev' }] } } },
});
const ids = new Map([['notes-api:dev', 'new']]);
const changes = (workload: Manifest, live: Manifest[]) =>
  imageChanges([workload], live, ids).map(({ restart }) => (restart ? 'restart' : 'annotate'));

it('restarts a workload whose Pods run another build of the image', () => {
  expect(changes(deployment('a'), [deployment('a', 'old')])).toEqual(['restart']);
});

it('restarts a workload without an image id', () => {
  expect(changes(deployment('a'), [deployment('a')])).toEqual(['restart']);
});

it('leaves a workload that runs this build of the image', () => {
  expect(changes(deployment('a'), [deployment('a', 'new')])).toEqual([]);
});

it('only annotates a workload that is new', () => {
  expect(changes(deployment('a'), [deployment('b', 'old')])).toEqual(['annotate']);
});

it('leaves workloads whose images this project does not build', () => {
  expect(imageChanges([deployment('a')], [], new Map())).toEqual([]);
});
