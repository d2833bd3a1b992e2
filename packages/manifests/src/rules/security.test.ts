import { expect, test } from 'vitest';
import type { Overlay } from '../test-support/valid-overlay.ts';
import { type Case, problemsOf, untyped } from '../test-support/problems-of.ts';

test.each<Case>([
  ['root', ({ container }) => (untyped(container.securityContext)['runAsUser'] = 0), 'runs as root'],
  ['an image that may run as root', ({ pod }) => delete pod.securityContext?.runAsNonRoot, 'runAsNonRoot is not true'],
  ['a hostPath', hostPath, 'volume data is a hostPath'],
  [
    'a capability',
    ({ container }) => (untyped(container.securityContext?.capabilities)['add'] = ['CHOWN']),
    'adds the capabilities CHOWN',
  ],
  ['the default capabilities', ({ container }) => delete container.securityContext?.capabilities, 'does not drop all'],
  [
    'escalation',
    ({ container }) => delete container.securityContext?.allowPrivilegeEscalation,
    'allowPrivilegeEscalation',
  ],
  ['no seccomp profile', ({ pod }) => delete pod.securityContext?.seccompProfile, 'seccomp'],
  ["the node's network", ({ pod }) => (pod.hostNetwork = true), 'hostNetwork is true'],
  [
    'a port of the node',
    ({ container }) => (untyped(container.ports?.[0])['hostPort'] = 80),
    'uses a port of the node',
  ],
  [
    'a writable root',
    ({ container }) => delete container.securityContext?.readOnlyRootFilesystem,
    'root file system is writable',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

test('lets the kind none write to its root file system', () => {
  expect(problemsOf(writableRootOfNone)).toBe('');
});

test('allows a root init container for a hostPath in the privileged namespace only', () => {
  expect(problemsOf((overlay) => preparedHostPath(overlay, 'persistence-lab-hostpath'))).toBe('');
  expect(problemsOf((overlay) => preparedHostPath(overlay, 'elsewhere')).split('\n')).toEqual([
    expect.stringContaining('volume data is a hostPath'),
    expect.stringContaining('container own-folder: runAsNonRoot is not true'),
    expect.stringContaining('container own-folder: runs as root'),
  ]);
});

function hostPath({ pod }: Overlay): void {
  pod.volumes = [{ name: 'data', hostPath: { path: '/data' } }];
}

function writableRootOfNone(overlay: Overlay): void {
  for (const labels of [overlay.labels, overlay.find('Deployment').metadata.labels ?? {}])
    labels['persistence-lab/kind'] = 'none';
  delete overlay.container.securityContext?.readOnlyRootFilesystem;
}

function preparedHostPath(overlay: Overlay, namespace: string): void {
  hostPath(overlay);
  overlay.find('Namespace').metadata.name = namespace;
  for (const { metadata } of overlay.manifests) if (metadata.namespace) metadata.namespace = namespace;
  const init = structuredClone(overlay.container);
  init.name = 'own-folder';
  Object.assign(untyped(init.securityContext), { runAsUser: 0, runAsNonRoot: false });
  overlay.pod.initContainers = [init];
}
