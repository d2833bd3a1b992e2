import { label, type Manifest, podOwners, type PodOwner } from '../../manifest.ts';
import { type Connection, findConnections, portsOf } from './connections.ts';
import { createPolicies, type Endpoint, type Policies } from './policies.ts';

/**
 * All traffic is denied by default, and the policies allow what the pods need: requests from everywhere to services, DNS
 * and connections to its own database for a service that has one, the API server for a pod with a token.
 */
export function networkProblems(manifests: readonly Manifest[]): string[] {
  const owners = podOwners(manifests);
  const policies = createPolicies(manifests);
  const { connections, problems } = findConnections(owners, manifests);
  return [
    ...manifests
      .filter(({ kind, metadata }) => kind === 'Namespace' && !policies.denyByDefault(metadata.name))
      .map((namespace) => `${label(namespace)}: no NetworkPolicy denies all traffic by default`),
    ...owners.flatMap((owner) => serviceProblems(owner, policies)),
    ...owners.flatMap((owner) => tokenProblems(owner, policies)),
    ...problems,
    ...connections.flatMap((connection) => connectionProblems(connection, policies)),
    ...owners.flatMap((owner) => unexpectedClients(owner, owners, connections, policies)),
  ];
}

const component = ({ labels }: PodOwner) => labels['app.kubernetes.io/component'];

function endpointOf({ manifest, labels }: PodOwner): Endpoint {
  const { namespace = 'default' } = manifest.metadata;
  return { namespace, namespaceLabels: { 'kubernetes.io/metadata.name': namespace }, labels };
}

function serviceProblems(owner: PodOwner, policies: Policies): string[] {
  if (component(owner) !== 'api') return [];
  return portsOf(owner)
    .filter((port) => !policies.allowsIngress(endpointOf(owner), undefined, port))
    .map(
      ({ name }) => `${label(owner.manifest)}: no NetworkPolicy allows requests from everywhere to its port ${name}`,
    );
}

/** The ports that API servers listen on, behind the port 443 of their Service: clouds, kubeadm, minikube. */
const apiServerPorts = [443, 6443, 8443];

function tokenProblems(owner: PodOwner, policies: Policies): string[] {
  if (owner.pod.automountServiceAccountToken !== true) return [];
  return apiServerPorts
    .filter((number) => !policies.allowsEgress(endpointOf(owner), undefined, { number }))
    .map((number) => `${label(owner.manifest)}: no NetworkPolicy lets it connect to an API server on port ${number}`);
}

/** The resolver of every common distribution. */
const resolver: Endpoint = {
  namespace: 'kube-system',
  namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' },
  labels: { 'k8s-app': 'kube-dns' },
};

function connectionProblems({ from, to, port, variable }: Connection, policies: Policies): string[] {
  const [source, target] = [endpointOf(from), endpointOf(to)];
  const hasDns = ['UDP', 'TCP'].every((protocol) => policies.allowsEgress(source, resolver, { number: 53, protocol }));
  return [
    hasDns || `no NetworkPolicy lets it look up the host of ${variable}`,
    policies.allowsEgress(source, target, port) || `no NetworkPolicy lets it connect to ${label(to.manifest)}`,
    policies.allowsIngress(target, source, port) ||
      `no NetworkPolicy lets ${label(to.manifest)} accept its connections`,
  ]
    .filter((problem) => problem !== true)
    .map((problem) => `${label(from.manifest)}: ${problem}`);
}

/** A database accepts connections from the pods that use it and from no other. */
function unexpectedClients(
  owner: PodOwner,
  owners: PodOwner[],
  connections: Connection[],
  policies: Policies,
): string[] {
  if (component(owner) !== 'database') return [];
  const database = endpointOf(owner);
  const accepts = (from?: Endpoint) => portsOf(owner).some((port) => policies.allowsIngress(database, from, port));
  const users = new Set(connections.filter(({ to }) => to === owner).map(({ from }) => from));
  const others = owners.filter((other) => !users.has(other) && accepts(endpointOf(other)));
  return [
    ...(accepts() ? ['accepts connections from everywhere'] : []),
    ...others.map((other) => `accepts connections from ${label(other.manifest)}, which does not use it`),
  ].map((problem) => `${label(owner.manifest)}: ${problem}`);
}
