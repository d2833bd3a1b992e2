import type { Cluster, NodePowerSwitch, Workload, WorkloadName } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import type { RunRecord } from './run-record.ts';

/** The actions of a driver, without any record. */
export interface ClusterActions {
  cordon(node: string): Promise<void>;
  uncordon(node: string): Promise<void>;
  scale(workload: WorkloadName, replicas: number): Promise<void>;
  /** Deletes the claims that a StatefulSet has made from its templates, except these; resolves when they are gone. */
  deleteClaimsExcept(workload: WorkloadName, names: readonly string[]): Promise<void>;
  deleteWorkload(workload: Workload): Promise<void>;
  deleteClaims(workload: Workload): Promise<void>;
  /** Everything that `recreate` needs for the workload and its claims. */
  backUp(workload: Workload): Promise<unknown>;
  /** Creates what is missing. */
  recreate(workload: WorkloadName, saved: unknown): Promise<void>;
}

export interface NodePowerOptions {
  /** Undefined: nodes cannot be switched. */
  readonly power?: NodePowerSwitch | undefined;
  /** A command that does the same, for a restore by another process. */
  readonly powerCommand?: string | undefined;
  /** Makes a switch from a recorded command. */
  readonly powerFromCommand?: ((command: string) => NodePowerSwitch) | undefined;
}

export type ClusterView = Pick<Cluster, 'nodes' | 'workloads' | 'claims'>;

export type RecordedActions = Pick<
  Cluster,
  'cordon' | 'uncordon' | 'scale' | 'deleteWorkload' | 'deleteClaims' | 'recreate' | 'setNodePower'
>;

/** Records how to undo each action before it is done, and removes that once the opposite has been done. */
export function createRecordedActions(
  record: RunRecord,
  actions: ClusterActions,
  view: ClusterView,
  nodePower: NodePowerOptions,
): RecordedActions {
  async function deleteBackedUp(workload: Workload, remove: (workload: Workload) => Promise<void>): Promise<void> {
    if (record.findCreate(workload) === undefined)
      await record.add({ undo: 'create', workload: nameOf(workload), saved: await actions.backUp(workload) });
    await remove(workload);
  }

  return {
    async cordon(node) {
      if (isCordoned(view, node)) return;
      await record.add({ undo: 'uncordon', node });
      await actions.cordon(node);
    },
    async uncordon(node) {
      if (isCordoned(view, node)) await actions.uncordon(node);
      await record.remove({ undo: 'uncordon', node });
    },
    async scale(workload, replicas) {
      const before = findWorkload(view, workload)?.desiredReplicas ?? replicas;
      const claims = view.claims(workload).map(({ name }) => name);
      await record.add({ undo: 'scale', workload: nameOf(workload), replicas: before, claims });
      await actions.scale(workload, replicas);
      const first = record.findScale(workload);
      if (first?.replicas !== replicas) return;
      if (view.claims(workload).some(({ name }) => !first.claims.includes(name)))
        await actions.deleteClaimsExcept(workload, first.claims);
      await record.remove(first);
    },
    deleteWorkload: (workload) => deleteBackedUp(workload, actions.deleteWorkload),
    async deleteClaims(workload) {
      if (view.claims(workload).length === 0) throw noClaims(workload);
      await deleteBackedUp(workload, actions.deleteClaims);
    },
    async recreate(workload) {
      const undo = record.findCreate(workload);
      if (undo === undefined) throw nothingDeleted(workload);
      await actions.recreate(workload, undo.saved);
      await record.remove(undo);
    },
    async setNodePower(node, action) {
      if (!view.nodes().some(({ name }) => name === node)) throw noNode(node);
      if (nodePower.power === undefined) throw noNodePower(node);
      if (action === 'off') await record.add({ undo: 'power-on', node, command: nodePower.powerCommand ?? null });
      await switchPower(nodePower.power, node, action);
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
    const text = {
      en: `${node} could not be switched ${action}: ${error.message}`,
      'pt-BR': `Não foi possível ${action === 'on' ? 'ligar' : 'desligar'} ${node}: ${error.message}`,
    };
    throw new ClusterError('refused', text, { cause: error });
  });
}

const isCordoned = (view: ClusterView, node: string) =>
  view.nodes().some(({ name, cordoned }) => name === node && cordoned);
const nameOf = ({ name, namespace }: WorkloadName): WorkloadName => ({ name, namespace });

export const noNode = (node: string) =>
  new ClusterError('missing', {
    en: `The cluster has no node "${node}".`,
    'pt-BR': `O cluster não tem o nó "${node}".`,
  });
const noClaims = ({ name }: WorkloadName) =>
  new ClusterError('missing', {
    en: `${name} has no claims to delete.`,
    'pt-BR': `${name} não tem PersistentVolumeClaims para excluir.`,
  });
const nothingDeleted = ({ name }: WorkloadName) =>
  new ClusterError('missing', {
    en: `Nothing of ${name} was deleted: there is nothing to recreate.`,
    'pt-BR': `Nada de ${name} foi excluído: não há o que recriar.`,
  });
const noNodePower = (node: string) =>
  new ClusterError('refused', {
    en: `Cannot switch ${node}: node power is not configured: pass --node-power 'COMMAND {action} {node}'.`,
    'pt-BR': `Não é possível ligar ou desligar ${node}: nenhum comando foi configurado: use --node-power 'COMANDO {action} {node}'.`,
  });
