import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster } from '../../cluster.ts';
import type { ClusterActions } from '../../runs/recorded-actions.ts';
import { createRecreate } from './recreate.ts';
import { mergePatch, patchScale } from './patch.ts';
import { createDeletions } from './deletions.ts';
import type { ObjectCache } from '../cache/object-cache.ts';

/** The actions that `createRecordedActions` can undo. */
export function createClusterActions(
  config: KubeConfig,
  cache: () => ObjectCache,
  waitUntil: Cluster['waitUntil'],
): ClusterActions {
  const core = config.makeApiClient(CoreV1Api);
  const cordoned = (name: string) =>
    cache().nodes.find(({ metadata }) => metadata?.name === name)?.spec?.unschedulable === true;

  // the scheduler learns of a cordon by a watch, too: when this cache has it, the scheduler nearly always has it as well
  async function setUnschedulable(name: string, unschedulable: boolean): Promise<void> {
    await core.patchNode({ name, body: { spec: { unschedulable } } }, mergePatch);
    const what = unschedulable
      ? { en: `${name} is cordoned`, 'pt-BR': `${name} está isolado (cordon)` }
      : { en: `${name} is uncordoned`, 'pt-BR': `${name} está liberado (uncordon)` };
    await waitUntil(what, () => cordoned(name) === unschedulable, { timeout: 10_000 });
  }

  return {
    cordon: (node) => setUnschedulable(node, true),
    uncordon: (node) => setUnschedulable(node, false),
    scale: (workload, replicas) => patchScale(config, cache(), workload, replicas),
    ...createDeletions(config, cache, waitUntil),
    ...createRecreate(config, cache, waitUntil),
  };
}
