import { label, type Manifest, podOwners, type PodOwner, selects } from '../../manifest.ts';
import { createPolicies, type Endpoint, type Policies, type Port } from './policies.ts';

type Connection = { from: PodOwner; to: PodOwner; port: Port; variable: string };

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
    ...owners.flatMap((owner) => intruders(owner, owners, connections, policies)),
  ];
}

const component = ({ labels }: PodOwner) => labels['app.kubernetes.io/component'];

function endpointOf({ manifest, labels }: PodOwner): Endpoint {
  const { namespace = 'default' } = manifest.metadata;
  return { namespace, namespaceLabels: { 'kubernetes.io/metadata.name': namespace }, labels };
}

const portsOf = ({ pod }: PodOwner): Port[] =>
  pod.containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, name, protocol = 'TCP' }) => ({ number: containerPort, name, protocol })),
  );

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

/** The connections that pods open: variables named ..._URL name a Service of the same namespace. */
function findConnections(owners: PodOwner[], manifests: readonly Manifest[]) {
  const connections: Connection[] = [];
  const problems: string[] = [];
  for (const from of owners) {
    for (const { variable, url } of urlsOf(from)) {
      const service = manifests.find(
        ({ kind, metadata }) =>
          kind === 'Service' &&
          metadata.name === url.hostname &&
          metadata.namespace === from.manifest.metadata.namespace,
      );
      const selector = (service?.spec?.['selector'] ?? {}) as Record<string, string>;
      const to = owners.filter(
        ({ manifest, labels }) =>
          manifest.metadata.namespace === service?.metadata.namespace && selects(selector, labels),
      );
      if (!service) problems.push(`${label(from.manifest)}: ${variable}: there is no Service ${url.hostname}`);
      else
        for (const owner of to) connections.push({ from, to: owner, port: portOf(owner, Number(url.port)), variable });
    }
  }
  return { connections, problems };
}

const portOf = (owner: PodOwner, number: number): Port =>
  portsOf(owner).find((port) => port.number === number) ?? { number };

function urlsOf({ pod, labels }: PodOwner): { variable: string; url: URL }[] {
  return pod.containers.flatMap(({ env = [] }) => {
    const valueOf = (name: string) => {
      const found = env.find((variable) => variable.name === name);
      const key = /^metadata\.labels\['(.+)'\]$/.exec(found?.valueFrom?.fieldRef?.fieldPath ?? '')?.[1] ?? '';
      return found?.value ?? labels[key] ?? '';
    };
    return env
      .filter(({ name }) => name.endsWith('_URL'))
      .map(({ name, value = '' }) => ({
        variable: name,
        text: value.replaceAll(/\$\((\w+)\)/g, (_, other: string) => valueOf(other)),
      }))
      .flatMap(({ variable, text }) => (URL.canParse(text) ? [{ variable, url: new URL(text) }] : []));
  });
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
function intruders(owner: PodOwner, owners: PodOwner[], connections: Connection[], policies: Policies): string[] {
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
