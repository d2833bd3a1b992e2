import type { Manifest } from '../deploy/overlay.ts';

/** Says before a deletion what it takes along, and what it leaves. */
export function whatGoes(objects: Manifest[], context: string): string {
  const count = (kind: string) => objects.filter((object) => object.kind === kind).length;
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const uses = (text: string) => JSON.stringify(objects).includes(text);
  return [
    `From the cluster "${context}" will go:`,
    `  ${count('Deployment')} Deployments, ${count('StatefulSet')} StatefulSets and their pods`,
    ...(namespaces.length > 0 ? [`  the namespaces ${namespaces.join(' and ')} with everything in them`] : []),
    '  every claim there, and with it the volume and all notes, files and databases on it (unless its class retains them)',
    ...(uses('"hostPath":') ? ['What was written to folders of the nodes (hostPath) stays on the nodes.'] : []),
  ].join('\n');
}
