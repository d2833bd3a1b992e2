import { UserError } from '@persistence-lab/language';
import type { Kubectl } from '../kubectl.ts';
import { capture } from '../run-program.ts';

/** A tool that builds images. Its commands are templates: see `deploy --help`. */
export interface Builder {
  readonly name: 'docker' | 'podman' | 'buildah' | 'minikube' | 'custom';
  readonly build: string;
  /** Writes the image to {archive}; a custom command has none. */
  readonly save?: string;
  readonly push?: string;
}

// {reference} is the image's full name: podman and buildah complete a short one to localhost/..., which nodes do not pull.
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
// `info` asks the engine: a docker client without a daemon cannot build.
const probes = { docker: ['docker', 'info'], podman: ['podman', 'info'], buildah: ['buildah', 'info'] } as const;

/** The custom command, else the first tool that works, else minikube's own builder. */
export async function chooseBuilder(kubectl: Kubectl, command: string | undefined): Promise<Builder> {
  if (command !== undefined) return { name: 'custom', build: command };
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
  throw new UserError({
    en: 'No tool to build images was found: docker does not run, podman and buildah are not installed.\nInstall one of them, pass --build-command, or pass --no-build if the cluster has the images.',
    'pt-BR':
      'Nenhuma ferramenta para construir imagens foi encontrada: o docker não está em execução, o podman e o buildah não estão instalados.\nInstale um deles, use --build-command, ou use --no-build se o cluster já tem as imagens.',
  });
}

/** The minikube profile of the cluster; undefined for other clusters. */
export async function minikubeProfile(kubectl: Kubectl): Promise<string | undefined> {
  const path = 'jsonpath={.items[0].metadata.labels.minikube\\.k8s\\.io/name}';
  return (await kubectl(['get', 'nodes', '--output', path])) || undefined;
}
