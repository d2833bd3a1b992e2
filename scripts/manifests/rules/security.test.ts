import { expect, test } from 'vitest';
import type { Lab } from '../fixtures/good.ts';
import { type Case, problemsOf, wild } from '../fixtures/problems.ts';

test.each<Case>([
  ['root', ({ container }) => (wild(container.securityContext)['runAsUser'] = 0), 'runs as root'],
  ['perhaps root', ({ pod }) => delete pod.securityContext?.runAsNonRoot, 'runAsNonRoot is not true'],
  ['a hostPath', hostPath, 'volume data is a hostPath'],
  [
    'a capability',
    ({ container }) => (wild(container.securityContext?.capabilities)['add'] = ['CHOWN']),
    'adds the capabilities CHOWN',
  ],
  ['capabilities by default', ({ container }) => delete container.securityContext?.capabilities, 'does not drop all'],
  [
    'escalation',
    ({ container }) => delete container.securityContext?.allowPrivilegeEscalation,
    'allowPrivilegeEscalation',
  ],
  ['no seccomp profile', ({ pod }) => delete pod.securityContext?.seccompProfile, 'seccomp'],
  ["the node's network", ({ pod }) => (pod.hostNetwork = true), 'hostNetwork is true'],
  ['a port of the node', ({ container }) => (wild(container.ports?.[0])['hostPort'] = 80), 'takes a port of the node'],
  [
    'a writable root',
    ({ container }) => delete container.securityContext?.readOnlyRootFilesystem,
    'root file system is writable',
  ],
])('refuses %s', (_, spoil, problem) => {
  expect(problemsOf(spoil)).toContain(problem);
});

test('lets the kind none write to its root', () => {
  expect(problemsOf(writableRootOfNone)).toBe('');
});

test('lets a root init container prepare a hostPath, in its own namespace only', () => {
  expect(problemsOf((lab) => preparedHostPath(lab, 'persistence-lab-hostpath'))).toBe('');
  expect(problemsOf((lab) => preparedHostPath(lab, 'elsewhere')).split('\n')).toEqual([
    expect.stringContaining('volume data is a hostPath'),
    expect.stringContaining('container own-folder: runAsNonRoot is not true'),
    expect.stringContaining('container own-folder: runs as root'),
  ]);
});

function hostPath({ pod }: Lab): void {
  pod.volumes = [{ name: 'data', hostPath: { path: '/data' } }];
}

function writableRootOfNone(lab: Lab): void {
  for (const labels of [lab.labels, lab.find('Deployment').metadata.labels ?? {}])
    labels['persistence-lab/kind'] = 'none';
  delete lab.container.securityContext?.readOnlyRootFilesystem;
}

function preparedHostPath(lab: Lab, namespace: string): void {
  hostPath(lab);
  lab.find('Namespace').metadata.name = namespace;
  for (const { metadata } of lab.manifests) if (metadata.namespace) metadata.namespace = namespace;
  const init = structuredClone(lab.container);
  init.name = 'own-folder';
  Object.assign(wild(init.securityContext), { runAsUser: 0, runAsNonRoot: false });
  lab.pod.initContainers = [init];
}
