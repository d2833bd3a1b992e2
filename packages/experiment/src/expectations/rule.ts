import type { EventName } from '../event.ts';
import type { ClusterFacts, Expectation } from '../expectation.ts';
import type { KindName } from '../kind.ts';
import type { Verdict } from '../verdict.ts';

/** What holds for some kinds, on some clusters. */
export interface Rule {
  readonly kinds: readonly KindName[];
  /** On which clusters; without it on all. */
  readonly where?: (facts: ClusterFacts, kind: KindName) => boolean;
  readonly expected: Expectation;
}

/** For each event the first rule that fits counts; where none does, the event cannot happen to the kind. */
export type Rules<E extends EventName> = Readonly<Record<E, readonly Rule[]>>;

/** Kinds by where their data is. */
export const inContainer: readonly KindName[] = ['none'];
export const inProcess: readonly KindName[] = ['redis-none'];
export const inPod: readonly KindName[] = ['emptydir', 'memory', 'ephemeral'];
export const onNode: readonly KindName[] = ['hostpath', 'static-pv'];
export const ofDeployment: readonly KindName[] = ['pvc', 'pvc-rwx'];
export const ofStatefulSet: readonly KindName[] = ['statefulset', 'postgres', 'redis-always', 'redis-everysec'];

export const onOneNode = ({ nodes }: ClusterFacts): boolean => nodes === 1;

export const withAccessScope =
  (...scopes: ReturnType<ClusterFacts['accessScope']>[]) =>
  (facts: ClusterFacts, kind: KindName): boolean =>
    scopes.includes(facts.accessScope(kind));

export const withReclaimPolicy =
  (...policies: ReturnType<ClusterFacts['reclaimPolicy']>[]) =>
  (facts: ClusterFacts, kind: KindName): boolean =>
    policies.includes(facts.reclaimPolicy(kind));

/** "lost", or "blocked, then survived" where the undo matters as well. */
export function says(verdicts: Verdict | `${Verdict}, then ${Verdict}`, source: string, because: string): Expectation {
  const [verdict, afterUndo = null] = verdicts.split(', then ') as [Verdict, Verdict?];
  return { verdict, afterUndo, source, because };
}

/** Where the documentation is silent, or leaves it open. */
export function isOpen(because: string): Expectation {
  return { verdict: null, afterUndo: null, source: null, because };
}
