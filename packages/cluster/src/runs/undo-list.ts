import { isDeepStrictEqual } from 'node:util';
import type { Text } from '@persistence-lab/language';
import type { Undo, WorkloadName } from '../cluster.ts';

/** Adds an undo unless the list has one of the same target: the earlier one restores the original state. */
export function addUndo(undos: readonly Undo[], undo: Undo): readonly Undo[] {
  return undos.some((each) => sameUndo(each, undo)) ? undos : [...undos, undo];
}

/** Whether both restore the same target, to whatever state. */
export function sameUndo(one: Undo, other: Undo): boolean {
  return one.undo === other.undo && isDeepStrictEqual(targetOf(one), targetOf(other));
}

function targetOf(undo: Undo): string | WorkloadName {
  if (!('workload' in undo)) return undo.node;
  const { name, namespace } = undo.workload;
  return { name, namespace };
}

type Scale = Extract<Undo, { undo: 'scale' }>;
type Create = Extract<Undo, { undo: 'create' }>;

export function findScale(undos: readonly Undo[], workload: WorkloadName): Scale | undefined {
  return undos.find((each): each is Scale => sameUndo(each, { undo: 'scale', workload, replicas: 0, claims: [] }));
}

export function findCreate(undos: readonly Undo[], workload: WorkloadName): Create | undefined {
  return undos.find((each): each is Create => sameUndo(each, { undo: 'create', workload, saved: null }));
}

/** What an undo does: "uncordon node-2", "scale notes-pvc to 1". */
export function describeUndo(undo: Undo): Text {
  switch (undo.undo) {
    case 'uncordon':
      return { en: `uncordon ${undo.node}`, 'pt-BR': `liberar (uncordon) ${undo.node}` };
    case 'power-on':
      return { en: `switch on ${undo.node}`, 'pt-BR': `ligar ${undo.node}` };
    case 'scale':
      return {
        en: `scale ${undo.workload.name} to ${undo.replicas}`,
        'pt-BR': `escalar ${undo.workload.name} para ${undo.replicas}`,
      };
    case 'create':
      return { en: `recreate ${undo.workload.name}`, 'pt-BR': `recriar ${undo.workload.name}` };
  }
}
