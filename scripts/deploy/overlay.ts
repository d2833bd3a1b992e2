import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Kubectl } from './kubectl.ts';
import { root } from './run-command.ts';
import { ScriptError } from './script-error.ts';

/** As much of a Kubernetes object as deploying needs. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: Container[] } };
    readonly clusterIP?: string;
  };
}

export interface Container {
  readonly name: string;
  readonly image: string;
}

export interface Overlay {
  readonly folder: string;
  readonly objects: Manifest[];
}

/** One of our images: its name in the overlay, and the Dockerfile's target that makes it. */
export interface Image {
  readonly name: string;
  readonly target: string;
}

const home = join(root, 'k8s', 'overlays');

/** Finds an overlay by its name or path and renders it. */
export async function readOverlay(kubectl: Kubectl, nameOrPath: string): Promise<Overlay> {
  const candidates = [join(home, nameOrPath), resolve(nameOrPath)];
  const folder = candidates.find((path) => existsSync(join(path, 'kustomization.yaml')));
  if (folder === undefined)
    throw new ScriptError(
      `There is no overlay "${nameOrPath}"; there are: ${readdirSync(home).join(', ')}, or give the path of a folder with a kustomization.yaml.`,
    );
  const rendered = await kubectl(['kustomize', folder]);
  return { folder, objects: parseAllDocuments(rendered).map((document) => document.toJS() as Manifest) };
}

export const workloadsOf = (objects: Manifest[]): Manifest[] =>
  objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));

/** The images to build: those of containers that are named like a target of the Dockerfile. */
export function imagesOf(objects: Manifest[], targets: string[] = dockerfileTargets()): Image[] {
  const images = new Map<string, Image>();
  for (const { name, image } of workloadsOf(objects).flatMap(containersOf))
    if (targets.includes(name)) images.set(image, { name: image, target: name });
  return [...images.values()];
}

export const containersOf = ({ spec }: Manifest): Container[] => spec?.template?.spec?.containers ?? [];

function dockerfileTargets(): string[] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8');
  return [...text.matchAll(/^FROM\s.*\sAS\s+(\S+)/gim)].map(([, target]) => target ?? '');
}
