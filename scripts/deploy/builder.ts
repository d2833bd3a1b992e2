import type { Kubectl } from './kubectl.ts';
import { capture } from './run-command.ts';
import { ScriptError } from './script-error.ts';

/** How images are made here. Commands are templates, see `--help`. */
export interface Builder {
  readonly name: 'docker' | 'podman' | 'buildah' | 'minikube' | 'own';
  readonly build: string;
  /** Writes the image to {archive}; unknown for a command of the user's. */
  readonly save?: string;
  readonly push?: string;
}

// {reference} is the image's full name: podman and buildah would call a short one localhost/..., which no node looks for
const build = 'build -t {reference} -f {file} --target {target} {context}';
const builders: Builder[] = [
  {
    name: 'docker',
    build: `docker ${build}`,
    save: 'docker save -o {archive} {reference}',
    push: 'docker push {reference}',
  },
  {
    name: 'podman',
    build: `podman ${build}`,
    save: 'podman save -o {archive} {reference}',
    push: 'podman push {reference}',
  },
  {
    name: 'buildah',
    build: `buildah build --layers${build.slice('build'.length)}`,
    save: 'buildah push {reference} docker-archive:{archive}:{reference}',
    push: 'buildah push {reference}',
  },
];
// asking for the engine, not for the program: a docker without a daemon builds nothing
const probes = { docker: ['docker', 'info'], podman: ['podman', 'info'], buildah: ['buildah', 'info'] } as const;

/** The given command, else the first tool that works, else minikube's own builder. */
export async function chooseBuilder(kubectl: Kubectl, command: string | undefined): Promise<Builder> {
  if (command !== undefined) return { name: 'own', build: command };
  for (const builder of builders) {
    const [program, ...args] = probes[builder.name as keyof typeof probes];
    if ((await capture(program, args)).code === 0) return builder;
  }
  const profile = await minikubeProfile(kubectl);
  if (profile !== undefined && (await capture('minikube', ['version'])).code === 0)
    return {
      name: 'minikube',
      build: `minikube -p ${profile} image build -t {image} -f {file} --build-opt=target={target} --all {context}`,
    };
  throw new ScriptError(
    'Nothing here can build images: no running docker, no podman, no buildah. Install one of them, or give --build-command, or --no-build when the cluster has the images.',
  );
}

/** The minikube profile that the cluster belongs to, if it is one. */
export async function minikubeProfile(kubectl: Kubectl): Promise<string | undefined> {
  const path = 'jsonpath={.items[0].metadata.labels.minikube\\.k8s\\.io/name}';
  return (await kubectl(['get', 'nodes', '--output', path])) || undefined;
}
