import type { V1Container, V1PodSpec, V1PodTemplateSpec } from '@kubernetes/client-node';
import { parseAllDocuments } from 'yaml';

/** An object as kustomize prints it. Values below `spec` have their declared types once the schema is checked. */
export type Manifest = {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
};

/** A rule checks all objects that are deployed together and returns one sentence for each problem. */
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

/** The pod template of a workload; a Pod is its own template. */
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

/** Whether a pod has all labels of a selector. */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
