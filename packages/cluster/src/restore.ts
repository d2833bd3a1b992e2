import type { Cluster, Undo } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';
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
  /** Each strikes out what it puts back. */
  readonly actions: RecordedActions;
  readonly view: ClusterView;
  readonly by: NodePowerOptions;
  /** Whether the node gives a sign of life, from now on. */
  isOn(node: string): Promise<boolean>;
}

/** Puts back what the open run has left, newest first. */
export function createRestore({ record, actions, view, by, isOn }: RestoreParts): Cluster['restore'] {
  async function switchOn(undo: Extract<Undo, { undo: 'power-on' }>): Promise<void> {
    const { node, command } = undo;
    const power = by.power ?? (command === null ? undefined : by.powerFromCommand?.(command));
    const switched = power ? switchPower(power, node, 'on') : Promise.reject(isOff(node));
    // it may be on already: by its owner, or because the run was killed right after it had switched it
    await switched.catch(async (error: ClusterError) => {
      if (!(await isOn(node))) throw error;
    });
    await record.remove(undo);
  }

  async function scale(undo: Extract<Undo, { undo: 'scale' }>): Promise<void> {
    const workload = findWorkload(view, undo.workload);
    if (workload) return actions.scale(workload, undo.replicas);
    if (record.findCreate(undo.workload))
      throw new ClusterError('missing', `${undo.workload.name} cannot be scaled before it is made again.`);
    await record.remove(undo); // somebody else has deleted it
  }

  function putBack(undo: Undo): Promise<void> {
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

  async function putBackAll(progress: (undo: Undo) => void): Promise<string[]> {
    const problems: string[] = [];
    for (const undo of record.undos().toReversed()) {
      progress(undo);
      await putBack(undo).catch((error: Error) => problems.push(error.message));
    }
    return problems;
  }

  return async (progress = () => {}) => {
    if ((await record.adopt()) === null) return [];
    let problems: string[];
    let before: number;
    do {
      before = record.undos().length;
      problems = await putBackAll(progress);
      // what failed may have waited for something older: a pod, for its node's power
    } while (problems.length > 0 && record.undos().length < before);
    if (problems.length === 0) await record.close();
    return problems;
  };
}

const isOff = (node: string) =>
  new ClusterError('refused', `${node} is off: switch it on by hand, then once more: npm run lab -- restore`);
