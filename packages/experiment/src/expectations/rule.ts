import type { Text } from '@persistence-lab/language';
import type { EventName } from '../events/event.ts';
import type { KindName } from '../kinds/kind.ts';
import type { Verdict } from '../verdicts/verdict.ts';
import type { ClusterFacts, Expectation } from './expectation.ts';

/** What is expected of some kinds, on some clusters. */
export interface Rule {
  readonly kinds: readonly KindName[];
  /** On which clusters the rule applies; without it on all. */
  readonly where?: (facts: ClusterFacts, kind: KindName) => boolean;
  readonly expected: Expectation;
}

/** For each event the first rule that matches applies; if none matches, the event cannot happen to the kind. */
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
  (scope: ReturnType<ClusterFacts['accessScope']>) =>
  (facts: ClusterFacts, kind: KindName): boolean =>
    facts.accessScope(kind) === scope;

export const withReclaimPolicy =
  (policy: ReturnType<ClusterFacts['reclaimPolicy']>) =>
  (facts: ClusterFacts, kind: KindName): boolean =>
    facts.reclaimPolicy(kind) === policy;

/** "lost", or "blocked, then survived" with the verdict after the undo. */
export function documented(
  verdicts: Verdict | `${Verdict}, then ${Verdict}`,
  source: string,
  because: Text,
): Expectation {
  const [verdict, afterUndo = null] = verdicts.split(', then ') as [Verdict, Verdict?];
  return { verdict, afterUndo, source, because };
}

/** For a case that the documentation does not describe, or explicitly leaves open. */
export function undocumented(because: Text): Expectation {
  return { verdict: null, afterUndo: null, source: null, because };
}

/** One text of two sentences. */
export const twoSentences = (first: Text, second: Text): Text => ({
  en: `${first.en} ${second.en}`,
  'pt-BR': `${first['pt-BR']} ${second['pt-BR']}`,
});

export const committedToWal: Text = {
  en: 'Each commit is in the write-ahead log on disk, and PostgreSQL replays the log when it starts.',
  'pt-BR': 'Cada commit está no log de escrita antecipada (WAL) em disco, e o PostgreSQL o reaplica ao iniciar.',
};

export const unknownAccessScope: Text = {
  en: 'Neither the volume nor its class says which nodes can mount it.',
  'pt-BR': 'Nem o volume nem a sua classe informam quais nós podem montá-lo.',
};
