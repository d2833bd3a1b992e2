import { expect, it } from 'vitest';
import { imagesOf, type Manifest } from './overlay.ts';

const workload = (kind: string, ...containers: [name: string, image: string][]): Manifest => ({
  kind,
  metadata: { name: 'a' },
  spec: { template: { spec: { containers: containers.map(([name, image]) => ({ name, image })) } } },
});

it('builds each image once, from the target that has the name of its container', () => {
  const objects = [
    workload('Deployment', ['notes-api', 'registry.example/notes-api:1']),
    workload('StatefulSet', ['notes-api', 'registry.example/notes-api:1'], ['sidecar', 'busybox:1']),
    workload('StatefulSet', ['postgres', 'postgres:18']),
    workload('Service', ['notes-api', 'not/a-workload']),
  ];
  expect(imagesOf(objects, ['notes-api', 'uploader'])).toEqual([
    { name: 'registry.example/notes-api:1', target: 'notes-api' },
  ]);
});
