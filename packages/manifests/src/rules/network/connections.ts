import { label, type Manifest, type PodOwner, selects } from '../../manifest.ts';
import type { Port } from './policies.ts';

/** A connection that pods open, and the environment variable that names its address. */
export type Connection = { from: PodOwner; to: PodOwner; port: Port; variable: string };

/** Finds the connections by the variables named ..._URL, whose host is a Service of the same namespace. */
export function findConnections(
  owners: PodOwner[],
  manifests: readonly Manifest[],
): { connections: Connection[]; problems: string[] } {
  const connections: Connection[] = [];
  const problems: string[] = [];
  for (const from of owners) {
    for (const { variable, url } of urlsOf(from)) {
      const { namespace } = from.manifest.metadata;
      const service = manifests.find(
        ({ kind, metadata }) =>
          kind === 'Service' && metadata.name === url.hostname && metadata.namespace === namespace,
      );
      if (!service) problems.push(`${label(from.manifest)}: ${variable}: there is no Service ${url.hostname}`);
      const selector = service?.spec?.['selector'] as Record<string, string> | undefined;
      const targets = owners.filter(
        ({ manifest, labels }) => selector && manifest.metadata.namespace === namespace && selects(selector, labels),
      );
      for (const to of targets) connections.push({ from, to, port: portOf(to, Number(url.port)), variable });
    }
  }
  return { connections, problems };
}

const portOf = (owner: PodOwner, number: number): Port =>
  portsOf(owner).find((port) => port.number === number) ?? { number };

/** `$(NAME)` in a value refers to another variable, which may be a label of the pod. */
function urlsOf({ pod, labels }: PodOwner): { variable: string; url: URL }[] {
  return pod.containers.flatMap(({ env = [] }) => {
    const valueOf = (name: string) => {
      const found = env.find((variable) => variable.name === name);
      const key = /^metadata\.labels\['(.+)'\]$/.exec(found?.valueFrom?.fieldRef?.fieldPath ?? '')?.[1] ?? '';
      return found?.value ?? labels[key] ?? '';
    };
    return env
      .filter(({ name }) => name.endsWith('_URL'))
      .map(({ name, value = '' }) => ({
        variable: name,
        text: value.replaceAll(/\$\((\w+)\)/g, (_, other: string) => valueOf(other)),
      }))
      .flatMap(({ variable, text }) => (URL.canParse(text) ? [{ variable, url: new URL(text) }] : []));
  });
}

/** The ports that the containers of a pod declare. */
export const portsOf = ({ pod }: PodOwner): Port[] =>
  pod.containers.flatMap(({ ports = [] }) =>
    ports.map(({ containerPort, name, protocol = 'TCP' }) => ({ number: containerPort, name, protocol })),
  );
