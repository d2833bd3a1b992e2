import { allContainers, label, type Manifest, type PodOwner, podOwners, selects } from '../manifest.ts';

/** Every object that another one names exists: kustomize keeps a misspelt name without a warning. */
export function referenceProblems(manifests: readonly Manifest[]): string[] {
  const owners = podOwners(manifests);
  const has = createLookup(manifests);
  return [
    ...manifests.flatMap((manifest) => namespaceOf(manifest, has)),
    ...manifests.flatMap((manifest) => selected(manifest, owners)),
    ...owners.flatMap((owner) => volumes(owner, has)),
    ...owners.flatMap((owner) => environment(owner, has)),
    ...owners.flatMap((owner) => ports(owner)),
    ...manifests.filter(({ kind }) => kind === 'StatefulSet').flatMap((manifest) => headless(manifest, manifests)),
  ];
}

type Lookup = (kind: string, name: string, namespace?: string) => boolean;

function createLookup(manifests: readonly Manifest[]): Lookup {
  const ids = new Set(manifests.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`));
  for (const [namespace, name] of createdSecrets(manifests)) ids.add(`Secret ${namespace} ${name}`);
  return (kind, name, namespace = '') => ids.has(`${kind} ${namespace} ${name}`);
}

/** The Secrets that the Job of k8s/components/secrets creates are its arguments. */
function createdSecrets(manifests: readonly Manifest[]): [string, string][] {
  return podOwners(manifests)
    .filter(({ manifest }) => manifest.metadata.labels?.['app.kubernetes.io/name'] === 'create-secrets')
    .flatMap(({ manifest, pod }) =>
      pod.containers.flatMap(({ args }) =>
        (args ?? []).map((name): [string, string] => [manifest.metadata.namespace ?? '', name]),
      ),
    );
}

function namespaceOf(manifest: Manifest, has: Lookup): string[] {
  const { namespace } = manifest.metadata;
  if (namespace === undefined || has('Namespace', namespace)) return [];
  return [`${label(manifest)}: there is no namespace ${namespace}`];
}

function selected(manifest: Manifest, owners: PodOwner[]): string[] {
  const { selector } = (manifest.spec ?? {}) as {
    selector?: Record<string, string> & { matchLabels?: Record<string, string> };
  };
  if (!selector || !['Service', 'PodDisruptionBudget', 'Deployment', 'StatefulSet'].includes(manifest.kind)) return [];
  const labels = manifest.kind === 'Service' ? selector : (selector.matchLabels ?? {});
  const found = owners.filter(
    (owner) => owner.manifest.metadata.namespace === manifest.metadata.namespace && selects(labels, owner.labels),
  );
  if (found.length === 1) return [];
  const names = found.map((owner) => label(owner.manifest)).join(', ') || 'no workload';
  return [`${label(manifest)}: selects the pods of ${names}, must select those of one workload`];
}

function volumes({ manifest, pod }: PodOwner, has: Lookup): string[] {
  const { namespace } = manifest.metadata;
  const templates = (manifest.spec?.['volumeClaimTemplates'] ?? []) as Manifest[];
  const named = new Set([...(pod.volumes ?? []), ...templates.map(({ metadata }) => metadata)].map(({ name }) => name));
  const sources = (pod.volumes ?? []).flatMap(({ configMap, secret, persistentVolumeClaim }) => [
    ['ConfigMap', configMap?.name] as const,
    ['Secret', secret?.secretName] as const,
    ['PersistentVolumeClaim', persistentVolumeClaim?.claimName] as const,
  ]);
  const mounts = allContainers(pod).flatMap(({ volumeMounts }) => volumeMounts ?? []);
  return [
    ...mounts
      .filter(({ name }) => !named.has(name))
      .map(({ name }) => `mounts ${name}, which is not a volume of the pod`),
    ...sources
      .filter(([kind, name]) => name && !has(kind, name, namespace))
      .map(([kind, name]) => `there is no ${kind} ${name}`),
  ].map((problem) => `${label(manifest)}: ${problem}`);
}

function environment({ manifest, pod }: PodOwner, has: Lookup): string[] {
  return allContainers(pod).flatMap(({ name, env, envFrom }) => {
    const names = (env ?? []).map((variable) => variable.name);
    const maps = (envFrom ?? []).map(({ configMapRef }) => configMapRef?.name ?? '');
    return [
      ...names.filter((one, index) => names.indexOf(one) !== index).map((one) => `${one} is set twice`),
      ...maps
        .filter((map) => !has('ConfigMap', map, manifest.metadata.namespace))
        .map((map) => `there is no ConfigMap ${map}`),
    ].map((problem) => `${label(manifest)}: container ${name}: ${problem}`);
  });
}

function ports({ manifest, pod }: PodOwner): string[] {
  return pod.containers.flatMap((container) => {
    const names = new Set((container.ports ?? []).map((port) => port.name));
    const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
    return probes
      .map((probe) => (probe?.httpGet ?? probe?.tcpSocket)?.port)
      .filter((port) => typeof port === 'string' && !names.has(port))
      .map(
        (port) =>
          `${label(manifest)}: container ${container.name}: a probe uses the port ${port}, which the container does not declare`,
      );
  });
}

function headless(manifest: Manifest, manifests: readonly Manifest[]): string[] {
  const name = manifest.spec?.['serviceName'];
  const service = manifests.find(
    (one) =>
      one.kind === 'Service' && one.metadata.name === name && one.metadata.namespace === manifest.metadata.namespace,
  );
  return service?.spec?.['clusterIP'] === 'None'
    ? []
    : [`${label(manifest)}: ${String(name)} is not a headless Service`];
}
