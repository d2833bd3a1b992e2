import { imageId } from './image-id.ts';
import type { Kubectl } from './kubectl.ts';
import { containersOf, workloadsOf, type Image, type Manifest, type Overlay } from './overlay.ts';
import { ScriptError } from './script-error.ts';

/** Applies the overlay; then restarts the workloads whose image is another one under the same name. */
export async function applyOverlay(kubectl: Kubectl, overlay: Overlay, images: Image[]): Promise<void> {
  console.log(`applying ${overlay.folder}`);
  const before = await liveWorkloads(kubectl, overlay);
  await apply(kubectl, overlay);
  const ids = new Map<string, string>();
  for (const { name } of images) ids.set(name, await imageId(name));
  for (const change of imageChanges(workloadsOf(overlay.objects), before, ids)) await change.apply(kubectl);
}

async function apply(kubectl: Kubectl, { folder, objects }: Overlay): Promise<void> {
  let outcome = await kubectl.attempt(['apply', '--kustomize', folder]);
  if (outcome.code !== 0 && /Job.*field is immutable/s.test(outcome.stderr)) {
    // a finished job is only a record of what it did: a changed one is made anew
    await removeJobs(kubectl, objects);
    outcome = await kubectl.attempt(['apply', '--kustomize', folder]);
  }
  const changed = outcome.stdout.split('\n').filter((line) => line && !line.endsWith(' unchanged'));
  console.log(changed.map((line) => `  ${line}`).join('\n') || '  nothing to change');
  if (outcome.code !== 0) throw new ScriptError(`kubectl apply: ${outcome.stderr.trim()}`);
}

async function removeJobs(kubectl: Kubectl, objects: Manifest[]): Promise<void> {
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

/** The overlay's workloads as they are in the cluster now; those that are not there yet are left out. */
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
  apply(kubectl: Kubectl): Promise<void>;
}

/**
 * A node takes a rebuilt image of the same name only for new containers. So the image's id is noted on the workload,
 * and also on its pods when it changes, which replaces them; a workload just made runs the new image anyway.
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
        apply: (kubectl: Kubectl) => note(kubectl, workload, id, live !== undefined),
      },
    ];
  });
}

async function note(kubectl: Kubectl, { kind, metadata }: Manifest, id: string, restart: boolean): Promise<void> {
  const mark = { metadata: { annotations: { [annotation]: id } } };
  const patch = JSON.stringify(restart ? { ...mark, spec: { template: mark } } : mark);
  const where = metadata.namespace ? ['--namespace', metadata.namespace] : [];
  await kubectl(['patch', kind, metadata.name, ...where, '--type', 'merge', '--patch', patch]);
  if (restart) console.log(`  ${metadata.name}: restarting with the new image`);
}

const isSame = (a: Manifest, b: Manifest) =>
  a.kind === b.kind && a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
