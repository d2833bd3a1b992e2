import type { Print } from '@persistence-lab/command-line';
import { untranslated, UserError } from '@persistence-lab/language';
import { imageId } from './images/image-id.ts';
import type { Kubectl } from './kubectl.ts';
import { containersOf, workloadsOf, type Image, type Manifest, type Overlay } from './overlay.ts';

/** Applies the overlay, then restarts the workloads whose image was rebuilt under the same name. */
export async function applyOverlay(
  kubectl: Kubectl,
  overlay: Overlay,
  { images, print }: { images: Image[]; print: Print },
): Promise<void> {
  print({ en: `Applying ${overlay.folder}`, 'pt-BR': `Aplicando ${overlay.folder}` });
  const before = await liveWorkloads(kubectl, overlay);
  await apply(kubectl, overlay, print);
  const ids = new Map<string, string>();
  for (const { name } of images) ids.set(name, await imageId(name));
  for (const change of imageChanges(workloadsOf(overlay.objects), before, ids)) await change.apply(kubectl, print);
}

async function apply(kubectl: Kubectl, { folder, objects }: Overlay, print: Print): Promise<void> {
  let outcome = await kubectl.attempt(['apply', '--kustomize', folder]);
  if (outcome.code !== 0 && /Job.*field is immutable/s.test(outcome.stderr)) {
    // A Job cannot be changed, and a finished one only records its run: delete it, so that it is created again.
    await deleteJobs(kubectl, objects);
    outcome = await kubectl.attempt(['apply', '--kustomize', folder]);
  }
  const changed = outcome.stdout.split('\n').filter((line) => line && !line.endsWith(' unchanged'));
  if (changed.length > 0) print(untranslated(changed.map((line) => `  ${line}`).join('\n')));
  else print({ en: '  nothing to change', 'pt-BR': '  nada a alterar' });
  if (outcome.code !== 0) throw new UserError(untranslated(`kubectl apply: ${outcome.stderr.trim()}`));
}

async function deleteJobs(kubectl: Kubectl, objects: Manifest[]): Promise<void> {
  for (const { kind, metadata } of objects)
    if (kind === 'Job')
      await kubectl([
        'delete',
        'job',
        metadata.name,
        '--namespace',
        metadata.namespace ?? 'default',
        '--ignore-not-found',
      ]);
}

/** The overlay's workloads that the cluster has, as they are now. */
async function liveWorkloads(kubectl: Kubectl, { objects }: Overlay): Promise<Manifest[]> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: workloadsOf(objects) });
  const output = await kubectl(['get', '--filename', '-', '--ignore-not-found', '--output', 'json'], input);
  const found = output.trim() ? (JSON.parse(output) as Manifest & { items?: Manifest[] }) : { items: [] };
  return 'items' in found && found.items ? found.items : [found as Manifest];
}

const annotation = 'persistence-lab/image-id';

interface ImageChange {
  readonly workload: Manifest;
  readonly restart: boolean;
  apply(kubectl: Kubectl, print: Print): Promise<void>;
}

/**
 * A node uses a rebuilt image of the same name only for new containers. So the workload is annotated with the image's id,
 * and its Pod template as well when the id changes, which replaces the Pods. A new workload runs the new image anyway.
 */
export function imageChanges(workloads: Manifest[], before: Manifest[], ids: Map<string, string>): ImageChange[] {
  return workloads.flatMap((workload) => {
    const id = containersOf(workload)
      .flatMap(({ image }) => ids.get(image) ?? [])
      .join(' ');
    const live = before.find((each) => isSame(each, workload));
    if (!id || workload.kind === 'Job' || live?.metadata.annotations?.[annotation] === id) return [];
    return [
      {
        workload,
        restart: live !== undefined,
        apply: (kubectl: Kubectl, print: Print) =>
          annotate(kubectl, workload, { id, restart: live !== undefined, print }),
      },
    ];
  });
}

async function annotate(
  kubectl: Kubectl,
  { kind, metadata }: Manifest,
  { id, restart, print }: { id: string; restart: boolean; print: Print },
): Promise<void> {
  const annotated = { metadata: { annotations: { [annotation]: id } } };
  const patch = JSON.stringify(restart ? { ...annotated, spec: { template: annotated } } : annotated);
  const namespace = metadata.namespace ? ['--namespace', metadata.namespace] : [];
  await kubectl(['patch', kind, metadata.name, ...namespace, '--type', 'merge', '--patch', patch]);
  if (!restart) return;
  print({
    en: `  ${metadata.name}: restarting with the new image`,
    'pt-BR': `  ${metadata.name}: reiniciando com a nova imagem`,
  });
}

const isSame = (a: Manifest, b: Manifest) =>
  a.kind === b.kind && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
