import { untranslated, UserError, type Text } from '@persistence-lab/language';
import type { Cluster, Undo } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import {
  findWorkload,
  switchPower,
  type RecordedActions,
  type NodePowerOptions,
  type ClusterView,
} from './recorded-actions.ts';
import type { RunRecord } from './run-record.ts';

export interface RestoreParts {
  readonly record: RunRecord;
  /** Each removes from the record what it undoes. */
  readonly actions: RecordedActions;
  readonly view: ClusterView;
  readonly nodePower: NodePowerOptions;
  /** Whether the node answers from now on. */
  isNodeAlive(node: string): Promise<boolean>;
}

/** Undoes what the open run has left, newest first. */
export function createRestore({ record, actions, view, nodePower, isNodeAlive }: RestoreParts): Cluster['restore'] {
  async function switchOn(undo: Extract<Undo, { undo: 'power-on' }>): Promise<void> {
    const { node, command } = undo;
    const power = nodePower.power ?? (command === null ? undefined : nodePower.powerFromCommand?.(command));
    const switched = power ? switchPower(power, node, 'on') : Promise.reject(nodeIsOff(node));
    // it may be on already: switched by hand, or the run was killed right after it had switched it
    await switched.catch(async (error: ClusterError) => {
      if (!(await isNodeAlive(node))) throw error;
    });
    await record.remove(undo);
  }

  async function scale(undo: Extract<Undo, { undo: 'scale' }>): Promise<void> {
    const workload = findWorkload(view, undo.workload);
    if (workload) return actions.scale(workload, undo.replicas);
    if (record.findCreate(undo.workload)) throw notRecreated(undo.workload.name);
    await record.remove(undo); // deleted outside of the lab
  }

  function undoOne(undo: Undo): Promise<void> {
    switch (undo.undo) {
      case 'uncordon':
        return actions.uncordon(undo.node);
      case 'power-on':
        return switchOn(undo);
      case 'scale':
        return scale(undo);
      case 'create':
        return actions.recreate(undo.workload);
    }
  }

  async function undoAll(progress: (undo: Undo) => void): Promise<Text[]> {
    const problems: Text[] = [];
    for (const undo of record.undos().toReversed()) {
      progress(undo);
      await undoOne(undo).catch((error: Error) =>
        problems.push(error instanceof UserError ? error.text : untranslated(error.message)),
      );
    }
    return problems;
  }

  return async (progress = () => {}) => {
    if ((await record.adopt()) === null) return [];
    let problems: Text[];
    let before: number;
    do {
      before = record.undos().length;
      problems = await undoAll(progress);
      // a failed undo may depend on an older one: a pod on the power of its node
    } while (problems.length > 0 && record.undos().length < before);
    if (problems.length === 0) await record.close();
    return problems;
  };
}

const notRecreated = (name: string) =>
  new ClusterError('missing', {
    en: `${name} cannot be scaled before it is recreated.`,
    'pt-BR': `${name} só pode ser escalado depois de ser recriado.`,
  });
const nodeIsOff = (node: string) =>
  new ClusterError('refused', {
    en: `${node} is off: switch it on by hand, then run again: npm run lab -- restore`,
    'pt-BR': `${node} está desligado: ligue-o manualmente e execute de novo: npm run lab -- restore`,
  });
