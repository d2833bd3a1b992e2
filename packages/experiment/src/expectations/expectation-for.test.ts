import { languages } from '@persistence-lab/language';
import { describe, expect, it } from 'vitest';
import { type EventName, eventNames } from '../events/event.ts';
import type { ClusterFacts } from './expectation.ts';
import { expectationFor } from './expectation-for.ts';
import { type KindName, kindNames } from '../kinds/kind.ts';

const accessScopes = ['one node', 'follows', 'everywhere', null] as const;
const policies = ['delete', 'retain', null] as const;
const clusters: ClusterFacts[] = [1, 3].flatMap((nodes) =>
  accessScopes.flatMap((scope) =>
    policies.map((policy) => ({ nodes, replicas: 3, accessScope: () => scope, reclaimPolicy: () => policy })),
  ),
);
const withoutClaim = ['none', 'emptydir', 'memory', 'hostpath', 'redis-none'];

/** A cluster like a local one: node-bound volumes, and one class that all nodes can mount. */
const localCluster = (nodes: number): ClusterFacts => ({
  nodes,
  replicas: 3,
  accessScope: (kind) => (kind === 'pvc-rwx' && nodes > 1 ? 'everywhere' : 'one node'),
  reclaimPolicy: (kind) => (kind === 'static-pv' ? 'retain' : 'delete'),
});

const letters = { survived: 'S', 'partly lost': 'P', lost: 'L', diverged: 'D', blocked: 'B', corrupt: 'C' } as const;

/** S survived, L lost, D diverged, B blocked, ? not asserted, - cannot happen; after the arrow: after the undo. */
function abbreviate(kind: KindName, event: EventName, facts: ClusterFacts): string {
  const found = expectationFor(kind, event, facts);
  if (!found) return '-';
  const verdict = found.verdict ? letters[found.verdict] : '?';
  return found.afterUndo ? `${verdict}>${letters[found.afterUndo]}` : verdict;
}

function table(facts: ClusterFacts): string {
  const columns = kindNames.map((kind) => [kind, ...eventNames.map((event) => abbreviate(kind, event, facts))]);
  const lines = ['', ...eventNames].map((name, at) => {
    const cells = columns.map((column) => column[at]!.padEnd(column[0]!.length + 1));
    return `${name.padEnd(17)}${cells.join(' ')}`.trimEnd();
  });
  return `\n${lines.join('\n')}\n`;
}

describe('expectationFor', () => {
  it('covers three nodes with node-bound volumes, one shared class, and dynamic volumes deleted with their claims', () => {
    expect(table(localCluster(3))).toMatchInlineSnapshot(`
      "
                       none  emptydir  memory  ephemeral  hostpath  static-pv  pvc  pvc-rwx  statefulset  postgres  redis-always  redis-everysec  redis-none
      container-crash  L     S         S       S          S         S          S    S        S            S         S             S               L
      oom              L     S         S       S          S         S          S    S        S            S         S             S               L
      pod-delete       L     L         L       L          S         S          S    S        S            S         S             S               L
      pod-force-delete L     L         L       L          S         S          S    S        S            ?         ?             ?               L
      rollout          L     L         L       L          S         S          S    S        S            S         S             S               L
      scale-zero       L     L         L       L          S         S          S    S        S            S         S             S               L
      workload-delete  L     L         L       L          S         S          S    S        S            S         S             S               L
      claim-delete     -     -         -       L>L        -         B>S        B>L  B>L      L>L          L>L       L>L           L>L             -
      scale-out        D     D         D       D          ?         ?          S>S  S>S      D>S          S>S       S>S           S>S             S>S
      node-drain       L>L   L>L       L>L     L>L        L>S       L>S        B>S  S>S      B>S          B>S       B>S           B>S             L>L
      node-failure     L>L   L>L       L>L     L>L        L>S       L>S        B>S  S>S      B>S          B>S       B>S           B               B>L
      node-reboot      L     S         L       ?          S         S          S    S        S            S         S             ?               L
      "
    `);
  });

  it('covers one node', () => {
    expect(table(localCluster(1))).toMatchInlineSnapshot(`
      "
                       none  emptydir  memory  ephemeral  hostpath  static-pv  pvc  pvc-rwx  statefulset  postgres  redis-always  redis-everysec  redis-none
      container-crash  L     S         S       S          S         S          S    S        S            S         S             S               L
      oom              L     S         S       S          S         S          S    S        S            S         S             S               L
      pod-delete       L     L         L       L          S         S          S    S        S            S         S             S               L
      pod-force-delete L     L         L       L          S         S          S    S        S            ?         ?             ?               L
      rollout          L     L         L       L          S         S          S    S        S            S         S             S               L
      scale-zero       L     L         L       L          S         S          S    S        S            S         S             S               L
      workload-delete  L     L         L       L          S         S          S    S        S            S         S             S               L
      claim-delete     -     -         -       L>L        -         B>S        B>L  B>L      L>L          L>L       L>L           L>L             -
      scale-out        D     D         D       D          S>S       S>S        S>S  S>S      D>S          S>S       S>S           S>S             S>S
      node-drain       B>L   B>L       B>L     B>L        B>S       B>S        B>S  B>S      B>S          B>S       B>S           B>S             B>L
      node-failure     B>L   B         B>L     B          B>S       B>S        B>S  B>S      B>S          B>S       B>S           B               B>L
      node-reboot      L     S         L       ?          S         S          S    S        S            S         S             ?               L
      "
    `);
  });

  it('has an expectation for every kind, event and cluster, except claim-delete for a kind without a claim', () => {
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames) {
          const cannotHappen = event === 'claim-delete' && withoutClaim.includes(kind);
          expect(expectationFor(kind, event, facts) === null, `${kind} ${event}`).toBe(cannotHappen);
        }
  });

  it('gives a reason in every language for each expectation, and a page for each assertion', () => {
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames) {
          const found = expectationFor(kind, event, facts);
          if (!found) continue;
          for (const language of languages)
            expect(found.because[language], `${kind} ${event}`).toMatch(/^[A-Z].{20,}\.$/);
          expect(found.because.en, `${kind} ${event}`).not.toBe(found.because['pt-BR']);
          if (found.verdict ?? found.afterUndo) expect(found.source, `${kind} ${event}`).toMatch(/^https:\/\//);
          else expect(found.source, `${kind} ${event}`).toBeNull();
        }
  });

  it('has a verdict after the undo only for events that leave something to undo', () => {
    const undone = ['claim-delete', 'scale-out', 'node-drain', 'node-failure'];
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames)
          if (!undone.includes(event)) expect(expectationFor(kind, event, facts)?.afterUndo ?? null).toBeNull();
  });

  it('asserts nothing for a Deployment on several nodes when the access scope of its volume is unknown', () => {
    const facts: ClusterFacts = { nodes: 3, replicas: 3, accessScope: () => null, reclaimPolicy: () => null };
    for (const kind of ['pvc', 'pvc-rwx'] as const)
      for (const event of ['scale-out', 'node-drain', 'node-failure'] as const)
        expect(expectationFor(kind, event, facts)).toMatchObject({ verdict: null, afterUndo: null });
  });

  it.each([
    ['one node', 'B>S', 'B>S', 'S>S'],
    ['follows', 'S>S', '?>S', '?'],
    ['everywhere', 'S>S', 'S>S', 'S>S'],
  ] as const)('with a volume whose access scope is %s: drain %s, failure %s, scale-out %s', (scope, ...expected) => {
    const facts: ClusterFacts = { nodes: 2, replicas: 3, accessScope: () => scope, reclaimPolicy: () => 'delete' };
    const events = ['node-drain', 'node-failure', 'scale-out'] as const;
    expect(events.map((event) => abbreviate('pvc', event, facts))).toEqual(expected);
    expect(abbreviate('statefulset', 'node-drain', facts)).toBe(expected[0]);
    expect(abbreviate('statefulset', 'node-failure', facts)).toBe('B>S');
  });

  it.each([
    ['delete', 'B>L', 'L>L'],
    ['retain', 'B>S', 'L'],
    [null, 'B', 'L'],
  ] as const)(
    'after claim-delete with the reclaim policy %s: %s for a Deployment, %s for a StatefulSet',
    (policy, deployment, statefulSet) => {
      const facts: ClusterFacts = { nodes: 2, replicas: 3, accessScope: () => 'one node', reclaimPolicy: () => policy };
      for (const kind of ['pvc', 'pvc-rwx', 'static-pv'] as const)
        expect(abbreviate(kind, 'claim-delete', facts)).toBe(deployment);
      for (const kind of ['statefulset', 'postgres', 'redis-always', 'redis-everysec'] as const)
        expect(abbreviate(kind, 'claim-delete', facts)).toBe(statefulSet);
    },
  );
});
