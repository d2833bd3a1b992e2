import { minikubeProfile, type Builder } from './builder.ts';
import { UserError } from '@persistence-lab/language';
import type { Kubectl } from '../kubectl.ts';

/** The command that loads an image into the cluster's nodes, as a template; empty or undefined when none is needed. */
export type Loader = (image: string) => string | undefined;

/** The custom command, else a push when the image's name has a registry, else the command of the kind of cluster. */
export async function chooseLoader(kubectl: Kubectl, builder: Builder, command: string | undefined): Promise<Loader> {
  if (command !== undefined) return () => command;
  if (builder.name === 'minikube') return () => undefined;
  const clusterLoad = await clusterCommand(kubectl, builder);
  return (image) => {
    if (hasRegistry(image) && builder.push !== undefined) return builder.push;
    if (clusterLoad !== undefined) return clusterLoad;
    throw new UserError({
      en: `Cannot load ${image} into the nodes: the cluster is not minikube, kind or k3d.\nPass --load-command, or name a registry in the overlay's "images:".`,
      'pt-BR': `Não é possível carregar ${image} nos nós: o cluster não é minikube, kind nem k3d.\nUse --load-command, ou indique um registro em "images:" do overlay.`,
    });
  };
}

async function clusterCommand(kubectl: Kubectl, { name, save }: Builder): Promise<string | undefined> {
  const archive = save === undefined ? undefined : (load: string) => `${save} && ${load} {archive}`;
  const [profile, provider, context] = await Promise.all([
    minikubeProfile(kubectl),
    kubectl(['get', 'nodes', '--output', 'jsonpath={.items[0].spec.providerID}']),
    kubectl.context ?? kubectl(['config', 'current-context']).then((text) => text.trim()),
  ]);
  const kind = /^kind:\/\/[^/]+\/([^/]+)\//.exec(provider)?.[1] ?? /^kind-(.+)$/.exec(context)?.[1];
  const k3d = /^k3s:\/\/k3d-(.+)-(?:server|agent)-\d+$/.exec(provider)?.[1] ?? /^k3d-(.+)$/.exec(context)?.[1];

  if (name === 'docker' && /^(docker-desktop|rancher-desktop|orbstack)$/.test(context)) return ''; // its nodes use docker's images
  if (profile !== undefined) return archive?.(`minikube -p ${profile} image load`);
  if (kind !== undefined) return archive?.(`kind load image-archive --name ${kind}`);
  if (k3d !== undefined) return archive?.(`k3d image import --cluster ${k3d}`);
  return undefined;
}

/** Whether an image's name begins with a registry, by the rule of the image reference format. */
export function hasRegistry(image: string): boolean {
  const [first, ...rest] = image.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first ?? '');
}
