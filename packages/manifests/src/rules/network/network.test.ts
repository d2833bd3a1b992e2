import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { findBuilders } from '../../builder.ts';
import { label, podTemplate } from '../../manifest.ts';
import { addEnv, problemsOf, specOf, untyped } from '../../test-support/problems-of.ts';
import type { Overlay } from '../../test-support/valid-overlay.ts';
import { networkProblems } from './network.ts';

type Change = (overlay: Overlay) => void;
type Case = [what: string, change: Change, problem: string];

const remove =
  (name: string): Change =>
  ({ manifests, find }) =>
    void manifests.splice(manifests.indexOf(find('NetworkPolicy', name)), 1);

test.each<Case>([
  [
    'a namespace without a default deny',
    remove('default-deny'),
    'Namespace persistence-lab: no NetworkPolicy denies all',
  ],
  [
    'a default deny of one direction',
    (overlay) => (specOf(overlay, 'NetworkPolicy', 'default-deny')['policyTypes'] = ['Ingress']),
    'no NetworkPolicy denies all traffic by default',
  ],
  [
    'a default deny that allows something',
    (overlay) => (specOf(overlay, 'NetworkPolicy', 'default-deny')['egress'] = [{}]),
    'no NetworkPolicy denies all traffic by default',
  ],
  [
    'a default deny of some pods',
    (overlay) => (specOf(overlay, 'NetworkPolicy', 'default-deny')['podSelector'] = { matchLabels: { a: 'b' } }),
    'no NetworkPolicy denies all traffic by default',
  ],
  [
    'a service that nothing reaches',
    remove('services'),
    'no NetworkPolicy allows requests from everywhere to its port',
  ],
  [
    // The API server's proxy comes from the address of a node, which no selector matches.
    'a service that only pods reach',
    (overlay) => (specOf(overlay, 'NetworkPolicy', 'services')['ingress'] = [{ from: [{ namespaceSelector: {} }] }]),
    'no NetworkPolicy allows requests from everywhere to its port',
  ],
  [
    'a pod with a token that does not reach the API server',
    ({ pod }) => (pod.automountServiceAccountToken = true),
    'no NetworkPolicy lets it connect to an API server on port 6443',
  ],
  [
    'an address that is not a Service',
    addEnv('REDIS_URL', 'redis://redis:6379'),
    'REDIS_URL: there is no Service redis',
  ],
])('refuses %s', (_, change, problem) => {
  expect(problemsOf(change)).toContain(problem);
});

test('accepts a service whose policies allow its database and DNS', () => {
  expect(problemsOf(addDatabase)).toBe('');
});

test.each<Case>([
  [
    'DNS',
    remove('dns'),
    'Deployment persistence-lab/notes-pvc: no NetworkPolicy lets it look up the host of REDIS_URL',
  ],
  [
    'DNS over TCP',
    (overlay) => egressOf(overlay, 'dns').ports.pop(),
    'no NetworkPolicy lets it look up the host of REDIS_URL',
  ],
  ['egress', remove('to-redis'), 'notes-pvc: no NetworkPolicy lets it connect to StatefulSet persistence-lab/redis'],
  ['ingress', remove('redis'), 'no NetworkPolicy lets StatefulSet persistence-lab/redis accept its connections'],
  [
    'the right port',
    (overlay) => (egressOf(overlay, 'to-redis').ports = [{ port: 5432 }]),
    'notes-pvc: no NetworkPolicy lets it connect to StatefulSet persistence-lab/redis',
  ],
])('refuses a service with a database without %s', (_, change, problem) => {
  expect(problemsOf((overlay) => change(addDatabase(overlay)))).toContain(problem);
});

test.each<Case>([
  [
    'every address',
    (overlay) => (specOf(overlay, 'NetworkPolicy', 'redis')['ingress'] = [{ ports: [{ port: 6379 }] }]),
    'StatefulSet persistence-lab/redis: accepts connections from everywhere',
  ],
  [
    'a service that does not use it',
    (overlay) => {
      const other = structuredClone(overlay.find('Deployment'));
      other.metadata.name = 'other';
      overlay.container.env?.pop();
      overlay.manifests.push(other);
    },
    'accepts connections from Deployment persistence-lab/notes-pvc, which does not use it',
  ],
])('refuses a database that accepts connections from %s', (_, change, problem) => {
  expect(problemsOf((overlay) => change(addDatabase(overlay)))).toContain(problem);
});

function egressOf(overlay: Overlay, name: string): { ports: unknown[] } {
  return (specOf(overlay, 'NetworkPolicy', name)['egress'] as { ports: unknown[] }[])[0]!;
}

/** Adds a Redis, its address in the service's environment, and the policies that both need. */
function addDatabase(overlay: Overlay): Overlay {
  const { manifests, find } = overlay;
  const database = structuredClone(find('Deployment'));
  const service = structuredClone(find('Service'));
  const pod = podTemplate(database)!;
  const labels = {
    ...pod.metadata?.labels,
    'app.kubernetes.io/name': 'redis',
    'app.kubernetes.io/component': 'database',
    'app.kubernetes.io/instance': 'redis',
  };
  const selector = { 'app.kubernetes.io/instance': 'redis' };
  for (const { metadata } of [database, service]) Object.assign(metadata, { name: 'redis', labels });
  pod.metadata = { labels };
  Object.assign(pod.spec!.containers[0]!, { name: 'redis', ports: [{ name: 'http', containerPort: 6379 }], env: [] });
  database.kind = 'StatefulSet';
  Object.assign(untyped(database.spec), { serviceName: 'redis', selector: { matchLabels: selector } });
  Object.assign(untyped(service.spec), { clusterIP: 'None', selector });
  const kubeSystem = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  const dnsPorts = ['UDP', 'TCP'].map((protocol) => ({ port: 53, protocol }));
  const ports = [{ port: 6379 }];
  manifests.push(
    database,
    service,
    policy(overlay, 'redis', { ...podsOf('database'), ingress: [{ from: [podsOf('api')], ports }] }),
    policy(overlay, 'to-redis', { ...podsOf('api'), egress: [{ to: [podsOf('database')], ports }] }),
    policy(overlay, 'dns', { ...podsOf('api'), egress: [{ to: [kubeSystem], ports: dnsPorts }] }),
  );
  addEnv('REDIS_URL', 'redis://redis:6379')(overlay);
  return overlay;
}

const podsOf = (component: string) => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/component': component } },
});

function policy({ find }: Overlay, name: string, spec: Record<string, unknown>) {
  const deny = find('NetworkPolicy', 'default-deny');
  return { ...deny, metadata: { ...deny.metadata, name }, spec };
}

test('every NetworkPolicy of an overlay is needed', async () => {
  const [builder] = await findBuilders();
  const manifests = await builder!.build(
    fileURLToPath(new URL('../../../../../k8s/overlays/minikube', import.meta.url)),
  );
  const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
  expect(policies.length).toBeGreaterThan(10);
  expect(networkProblems(manifests)).toEqual([]);
  const needless = policies.filter((one) => networkProblems(manifests.filter((other) => other !== one)).length === 0);
  expect(needless.map(label)).toEqual([]);
});
