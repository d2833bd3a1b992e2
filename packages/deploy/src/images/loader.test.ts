import { expect, it } from 'vitest';
import type { Builder } from './builder.ts';
import { fullName } from './build-images.ts';
import type { Kubectl } from '../kubectl.ts';
import { chooseLoader } from './loader.ts';

interface FakeCluster {
  readonly context?: string;
  readonly providerId?: string;
  readonly profile?: string;
}

function clusterOf({ context = 'somewhere', providerId = '', profile = '' }: FakeCluster): Kubectl {
  const answer = async (args: string[]) => {
    const asked = args.join(' ');
    if (asked.includes('current-context')) return context;
    return asked.includes('providerID') ? providerId : profile;
  };
  return Object.assign(answer, { attempt: () => Promise.reject(new Error('unused')), context: undefined });
}

const docker: Builder = { name: 'docker', build: 'build', save: 'save {archive}', push: 'push {reference}' };

it.each([
  ['minikube, by the label of its nodes', { profile: 'lab' }, 'save {archive} && minikube -p lab image load {archive}'],
  [
    'kind, by its provider id',
    { providerId: 'kind://docker/demo/demo-control-plane' },
    'save {archive} && kind load image-archive --name demo {archive}',
  ],
  ['kind, by its context', { context: 'kind-demo' }, 'save {archive} && kind load image-archive --name demo {archive}'],
  [
    'k3d, by its provider id',
    { providerId: 'k3s://k3d-my-lab-server-0' },
    'save {archive} && k3d image import --cluster my-lab {archive}',
  ],
  ['Docker Desktop, whose nodes use its images', { context: 'docker-desktop' }, ''],
])('loads into %s', async (_name, cluster, command) => {
  const loader = await chooseLoader(clusterOf(cluster), docker, undefined);
  expect(loader('persistence-lab/notes-api:dev')).toBe(command);
});

it('pushes an image whose name has a registry', async () => {
  const loader = await chooseLoader(clusterOf({ profile: 'lab' }), docker, undefined);
  expect(loader('registry.example:5000/lab/notes-api:1')).toBe('push {reference}');
});

it('prefers the custom command', async () => {
  const loader = await chooseLoader(clusterOf({ profile: 'lab' }), docker, 'custom {image}');
  expect(loader('registry.example/lab/notes-api:1')).toBe('custom {image}');
});

it('names the options that help when the kind of cluster is unknown', async () => {
  const loader = await chooseLoader(clusterOf({}), docker, undefined);
  expect(() => loader('persistence-lab/notes-api:dev')).toThrow(/--load-command, or name a registry/);
});

it.each([
  ['busybox', 'docker.io/library/busybox'],
  ['persistence-lab/notes-api:dev', 'docker.io/persistence-lab/notes-api:dev'],
  ['localhost/notes-api', 'localhost/notes-api'],
  ['ghcr.io/lab/notes-api', 'ghcr.io/lab/notes-api'],
])('completes the name %s', (name, full) => {
  expect(fullName(name)).toBe(full);
});
