import type { V1Container, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/** An object as kustomize prints it. What is below `spec` has its declared type only once the schema was checked. */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
};

/** A rule looks at everything that is deployed together and says what is wrong, one sentence a problem. */
export type Rule = (manifests: readonly Manifest[]) => string[];

export function parseManifests(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0] as Error;
      return document.toJS() as Manifest | null;
    })
    .filter((manifest) => manifest !== null);
}

/** "Deployment persistence-lab/notes-pvc" */
export function label({ kind, metadata: { namespace, name } }: Manifest): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job']);

export const isWorkload = ({ kind }: Manifest) => workloads.has(kind);

/** The template of a workload's pods; of a Pod the pod itself. */
export function podTemplate(manifest: Manifest): V1PodTemplateSpec | undefined {
  if (manifest.kind === 'Pod') return manifest as unknown as V1PodTemplateSpec;
  return isWorkload(manifest) ? (manifest.spec?.['template'] as V1PodTemplateSpec) : undefined;
}

export type PodOwner = { manifest: Manifest; pod: V1PodSpec; labels: Record<string, string> };

export function podOwners(manifests: readonly Manifest[]): PodOwner[] {
  return manifests.flatMap((manifest) => {
    const template = podTemplate(manifest);
    return template?.spec ? [{ manifest, pod: template.spec, labels: template.metadata?.labels ?? {} }] : [];
  });
}

export const allContainers = (pod: V1PodSpec): V1Container[] => [...(pod.initContainers ?? []), ...pod.containers];

/** Whether a selector's labels are all among a pod's labels. */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
