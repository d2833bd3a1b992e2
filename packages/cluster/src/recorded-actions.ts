import type { Cluster, NodePowerSwitch, Workload, WorkloadName } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';
import type { RunRecord } from './run-record.ts';

/** What a driver does to its cluster; nothing is written down here. */
export interface ClusterActions {
  cordon(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;
  scale(workload: WorkloadName, replicas: number): Promise<void>;
  /** Deletes the claims that a StatefulSet has made from its templates, without these; resolves when they are gone. */
  deleteClaimsExcept(workload: WorkloadName, names: readonly string[]): Promise<void>;
  deleteWorkload(workload: Workload): Promise<void>;
  deleteClaims(workload: Workload): Promise<void>;
  /** Everything that `create` needs to make the workload and its claims again. */
  backUp(workload: Workload): Promise<unknown>;
  /** Makes what is missing. */
  create(workload: WorkloadName, saved: unknown): Promise<void>;
}

/** Who switches nodes. */
export interface NodePowerOptions {
  /** Undefined: nobody. */
  readonly power?: NodePowerSwitch | undefined;
  /** A command that does the same, for a restore by another process. */
  readonly powerCommand?: string | undefined;
  /** Makes a Power of a command that was written down. */
  readonly powerFromCommand?: ((command: string) => NodePowerSwitch) | undefined;
}

export type ClusterView = Pick<Cluster, 'nodes' | 'workloads' | 'claims'>;

export type RecordedActions = Pick<
  Cluster,
  'cordon' | 'uncordon' | 'scale' | 'deleteWorkload' | 'deleteClaims' | 'recreate' | 'setNodePower'
>;

/** Writes down how to undo each action before it is done, and strikes that out once its opposite has been done. */
export function createRecordedActions(
  record: RunRecord,
  act: ClusterActions,
  view: ClusterView,
  by: NodePowerOptions,
): RecordedActions {
  async function deleteSaved(workload: Workload, remove: (workload: Workload) => Promise<void>): Promise<void> {
    if (record.findCreate(workload) === undefined)
      await record.add({ undo: 'create', workload: nameOf(workload), saved: await act.backUp(workload) });
    await remove(workload);
  }

  return {
    async cordon(node) {
      if (isCordoned(view, node)) return;
      await record.add({ undo: 'uncordon', node });
      await act.cordon(node);
    },
    async uncordon(node) {
      if (isCordoned(view, node)) await act.uncordon(node);
      await record.remove({ undo: 'uncordon', node });
    },
    async scale(workload, replicas) {
      const before = findWorkload(view, workload)?.desiredReplicas ?? replicas;
      const claims = view.claims(workload).map(({ name }) => name);
      await record.add({ undo: 'scale', workload: nameOf(workload), replicas: before, claims });
      await act.scale(workload, replicas);
      const first = record.findScale(workload);
      if (first?.replicas !== replicas) return;
      if (view.claims(workload).some(({ name }) => !first.claims.includes(name)))
        await act.deleteClaimsExcept(workload, first.claims);
      await record.remove(first);
    },
    deleteWorkload: (workload) => deleteSaved(workload, act.deleteWorkload),
    async deleteClaims(workload) {
      if (view.claims(workload).length === 0)
        throw new ClusterError('missing', `${workload.name} has no claims to delete.`);
      await deleteSaved(workload, act.deleteClaims);
    },
    async recreate(workload) {
      const undo = record.findCreate(workload);
      if (undo === undefined)
        throw new ClusterError('missing', `Nothing of ${workload.name} was deleted: there is nothing to make again.`);
      await act.create(workload, undo.saved);
      await record.remove(undo);
    },
    async setNodePower(node, action) {
      if (!view.nodes().some(({ name }) => name === node))
        throw new ClusterError('missing', `The cluster has no node "${node}".`);
      if (by.power === undefined) throw nobodySwitches(node, action);
      if (action === 'off') await record.add({ undo: 'power-on', node, command: by.powerCommand ?? null });
      await switchPower(by.power, node, action);
      if (action === 'on') await record.remove({ undo: 'power-on', node, command: null });
    },
  };
}

export function findWorkload(view: ClusterView, { name, namespace }: WorkloadName): Workload | undefined {
  return view.workloads().find((workload) => workload.name === name && workload.namespace === namespace);
}

export async function switchPower(power: NodePowerSwitch, node: string, action: 'off' | 'on'): Promise<void> {
  await power(node, action).catch((error: Error) => {
    if (error instanceof ClusterError) throw error;
    throw new ClusterError('refused', `${node} could not be switched ${action}: ${error.message}`, { cause: error });
  });
}

const isCordoned = (view: ClusterView, node: string) =>
  view.nodes().some(({ name, cordoned }) => name === node && cordoned);
const nameOf = ({ name, namespace }: WorkloadName): WorkloadName => ({ name, namespace });

const nobodySwitches = (node: string, action: string) =>
  new ClusterError(
    'refused',
    `${node} cannot be switched ${action}: say how, with --node-power 'COMMAND {action} {node}'.`,
  );
