import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { allContainers, label, type Manifest, podOwners } from '../manifest.ts';

/** hostPath is allowed only here; see k8s/base/shared/namespace-hostpath.yaml. */
export const privilegedNamespace = 'persistence-lab-hostpath';

/** The volume types of the restricted level. https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const volumeTypes = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** The restricted Pod Security level and a read-only root file system; the privileged namespace allows root init containers. */
export function securityProblems(manifests: readonly Manifest[]): string[] {
  return podOwners(manifests).flatMap(({ manifest, pod, labels }) => {
    const privileged = manifest.metadata.namespace === privilegedNamespace;
    const restricted = privileged ? pod.containers : allContainers(pod);
    // The kind `none` writes to the container's layer.
    const writableRoot = labels['persistence-lab/kind'] === 'none';
    return [
      ...podLevel(pod, privileged),
      ...restricted.flatMap((container) => nonRoot(container, pod)),
      ...allContainers(pod).flatMap((container) => confined(container, pod, writableRoot)),
    ].map((problem) => `${label(manifest)}: ${problem}`);
  });
}

function podLevel(pod: V1PodSpec, privileged: boolean): string[] {
  const shared = (['hostNetwork', 'hostPID', 'hostIPC'] as const).filter((field) => pod[field] === true);
  const volumes = (pod.volumes ?? []).flatMap(({ name, ...source }) =>
    Object.keys(source)
      .filter((type) => !volumeTypes.has(type) && !(privileged && type === 'hostPath'))
      .map((type) => `volume ${name} is a ${type}, which the restricted level refuses`),
  );
  return [...shared.map((field) => `${field} is true`), ...volumes];
}

function nonRoot({ name, securityContext, ports }: V1Container, pod: V1PodSpec): string[] {
  const nonRoot = securityContext?.runAsNonRoot ?? pod.securityContext?.runAsNonRoot;
  const user = securityContext?.runAsUser ?? pod.securityContext?.runAsUser;
  const added = securityContext?.capabilities?.add ?? [];
  return [
    nonRoot !== true && `container ${name}: runAsNonRoot is not true`,
    user === 0 && `container ${name}: runs as root`,
    added.length > 0 && `container ${name}: adds the capabilities ${added.join(', ')}`,
    ports?.some(({ hostPort }) => hostPort !== undefined) && `container ${name}: uses a port of the node`,
  ].filter((problem) => typeof problem === 'string');
}

function confined({ name, securityContext: context }: V1Container, pod: V1PodSpec, writableRoot: boolean): string[] {
  const seccomp = context?.seccompProfile?.type ?? pod.securityContext?.seccompProfile?.type;
  return [
    context?.privileged === true && `container ${name}: is privileged`,
    context?.allowPrivilegeEscalation !== false && `container ${name}: allowPrivilegeEscalation is not false`,
    context?.readOnlyRootFilesystem !== true && !writableRoot && `container ${name}: its root file system is writable`,
    !context?.capabilities?.drop?.includes('ALL') && `container ${name}: does not drop all capabilities`,
    seccomp !== 'RuntimeDefault' && `container ${name}: seccomp is not RuntimeDefault`,
  ].filter((problem) => typeof problem === 'string');
}
