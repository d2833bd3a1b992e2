import { isDeepStrictEqual } from 'node:util';
import type { Undo, WorkloadName } from './cluster.ts';

/** Adds what undoes a change, unless an earlier change of the same is there: that one leads back further. */
export function addUndo(undos: readonly Undo[], undo: Undo): readonly Undo[] {
  return undos.some((each) => sameUndo(each, undo)) ? undos : [...undos, undo];
}

/** Whether both put back the same thing, to whatever state. */
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

/** What an undo does, to be told: "uncordon node-2", "scale notes-pvc to 1". */
export function describeUndo(undo: Undo): string {
  switch (undo.undo) {
    case 'uncordon':
      return `uncordon ${undo.node}`;
    case 'power-on':
      return `switch on ${undo.node}`;
    case 'scale':
      return `scale ${undo.workload.name} to ${undo.replicas}`;
    case 'create':
      return `make ${undo.workload.name} again`;
  }
}
