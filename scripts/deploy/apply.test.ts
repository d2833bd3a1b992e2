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
  imageChanges([workload], live, ids).map(({ restart }) => (restart ? 'restart' : 'note'));

it('restarts a workload whose pods were made from another image of that name', () => {
  expect(changes(deployment('a'), [deployment('a', 'old')])).toEqual(['restart']);
});

it('restarts a workload of which nobody knows what it runs', () => {
  expect(changes(deployment('a'), [deployment('a')])).toEqual(['restart']);
});

it('leaves a workload alone that runs this very image', () => {
  expect(changes(deployment('a'), [deployment('a', 'new')])).toEqual([]);
});

it('only notes the image of a workload that was just made', () => {
  expect(changes(deployment('a'), [deployment('b', 'old')])).toEqual(['note']);
});

it('leaves workloads alone whose images are not ours', () => {
  expect(imageChanges([deployment('a')], [], new Map())).toEqual([]);
});
