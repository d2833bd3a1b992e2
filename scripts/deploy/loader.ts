import { minikubeProfile, type Builder } from './builder.ts';
import type { Kubectl } from './kubectl.ts';
import { ScriptError } from './script-error.ts';

/** Brings an image that was built here to the cluster's nodes: a template, or nothing to do. */
export type Loader = (image: string) => string | undefined;

/** The given command, else what suits the cluster, else a push when the image's name has a registry. */
export async function chooseLoader(kubectl: Kubectl, builder: Builder, command: string | undefined): Promise<Loader> {
  if (command !== undefined) return () => command;
  if (builder.name === 'minikube') return () => undefined;
  const ofCluster = await clusterCommand(kubectl, builder);
  return (image) => {
    if (hasRegistry(image) && builder.push !== undefined) return builder.push;
    if (ofCluster !== undefined) return ofCluster;
    throw new ScriptError(
      `How does ${image} get to the nodes of this cluster? It is none of minikube, kind and k3d: give --load-command, or a registry in the overlay's "images:".`,
    );
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

  if (name === 'docker' && /^(docker-desktop|rancher-desktop|orbstack)$/.test(context)) return ''; // it shares docker's images
  if (profile !== undefined) return archive?.(`minikube -p ${profile} image load`);
  if (kind !== undefined) return archive?.(`kind load image-archive --name ${kind}`);
  if (k3d !== undefined) return archive?.(`k3d image import --cluster ${k3d}`);
  return undefined;
}

/** Whether the first part of an image's name is a host, by the rule of the image reference format. */
export function hasRegistry(image: string): boolean {
  const [first, ...rest] = image.split('/');
  return rest.length > 0 && /[.:]|^localhost$/.test(first ?? '');
}
