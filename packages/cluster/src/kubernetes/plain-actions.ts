import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { Cluster } from '../cluster.ts';
import type { ClusterActions } from '../recorded-actions.ts';
import { createMaker } from './maker.ts';
import { mergePatch, patchScale } from './patch.ts';
import { createRemovals } from './removals.ts';
import type { Seen } from './view.ts';

/** What leaves something to undo; see `createRecordedActions`. */
export function createPlainActions(
  config: KubeConfig,
  seen: () => Seen,
  waitUntil: Cluster['waitUntil'],
): ClusterActions {
  const core = config.makeApiClient(CoreV1Api);
  const cordoned = (name: string) =>
    seen().nodes.find(({ metadata }) => metadata?.name === name)?.spec?.unschedulable === true;

  // the scheduler learns of a cordon as we do, by a watch: when we have seen it, so has it, nearly always
  async function setUnschedulable(name: string, unschedulable: boolean): Promise<void> {
    await core.patchNode({ name, body: { spec: { unschedulable } } }, mergePatch);
    const word = unschedulable ? 'cordoned' : 'uncordoned';
    await waitUntil(`${name} is ${word}`, () => cordoned(name) === unschedulable, { timeout: 10_000 });
  }

  return {
    cordon: (node) => setUnschedulable(node, true),
    uncordon: (node) => setUnschedulable(node, false),
    scale: (workload, replicas) => patchScale(config, seen(), workload, replicas),
    ...createRemovals(config, seen, waitUntil),
    ...createMaker(config, seen, waitUntil),
  };
}
