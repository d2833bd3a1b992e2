import { readFileSync } from 'node:fs';
import type { V1Container, V1PodSpec } from '@kubernetes/client-node';
import { type Manifest, parseManifests, podTemplate } from '../manifest.ts';

const text = readFileSync(new URL('valid-overlay.yaml', import.meta.url), 'utf8');

/** The objects of a valid overlay, for a test to break. `labels`, `pod` and `container` belong to the Deployment. */
export type Overlay = {
  manifests: Manifest[];
  find(kind: string, name?: string): Manifest;
  labels: Record<string, string>;
  pod: V1PodSpec;
  container: V1Container;
};

export function validOverlay(): Overlay {
  // Through JSON, which copies what YAML aliases share: a change then affects one place.
  const manifests = JSON.parse(JSON.stringify(parseManifests(text))) as Manifest[];
  const find = (kind: string, name?: string) =>
    manifests.find(
      (manifest) => manifest.kind === kind && (name ?? manifest.metadata.name) === manifest.metadata.name,
    )!;
  const template = podTemplate(find('Deployment'));
  const pod = template?.spec as V1PodSpec;
  return {
    manifests,
    find,
    labels: template?.metadata?.labels ?? {},
    pod,
    container: pod.containers[0] as V1Container,
  };
}
