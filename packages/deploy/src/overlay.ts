import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { UserError } from '@persistence-lab/language';
import { parseAllDocuments } from 'yaml';
import type { Kubectl } from './kubectl.ts';

/** The parts of a Kubernetes object that deploying needs. */
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

/** An image that this project builds: its name in the overlay, and the Dockerfile's target. */
export interface Image {
  readonly name: string;
  readonly target: string;
}

const overlays = join(root, 'k8s', 'overlays');

/** Finds an overlay by its name or path and renders it. @throws UserError */
export async function readOverlay(kubectl: Kubectl, nameOrPath: string): Promise<Overlay> {
  const candidates = [join(overlays, nameOrPath), resolve(nameOrPath)];
  const folder = candidates.find((path) => existsSync(join(path, 'kustomization.yaml')));
  if (folder === undefined) throw unknownOverlay(nameOrPath);
  const rendered = await kubectl(['kustomize', folder]);
  return { folder, objects: parseAllDocuments(rendered).map((document) => document.toJS() as Manifest) };
}

function unknownOverlay(name: string): UserError {
  const known = readdirSync(overlays).join(', ');
  return new UserError({
    en: `Overlay "${name}" does not exist. Choose one of: ${known}; or pass the path of a folder with a kustomization.yaml.`,
    'pt-BR': `O overlay "${name}" não existe. Escolha um destes: ${known}; ou indique o caminho de uma pasta com um kustomization.yaml.`,
  });
}

export const workloadsOf = (objects: Manifest[]): Manifest[] =>
  objects.filter(({ kind }) => ['Deployment', 'StatefulSet', 'Job'].includes(kind));

/** The images to build: those of containers whose name is a target of the Dockerfile. */
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
