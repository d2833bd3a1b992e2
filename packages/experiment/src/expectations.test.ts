import { describe, expect, it } from 'vitest';
import { type EventName, eventNames } from './event.ts';
import type { ClusterFacts } from './expectation.ts';
import { expect as expectationOf } from './expectations.ts';
import { type KindName, kindNames } from './kind.ts';

const scopes = ['one node', 'follows', 'everywhere', null] as const;
const policies = ['delete', 'retain', null] as const;
const clusters: ClusterFacts[] = [1, 3].flatMap((nodes) =>
  scopes.flatMap((scope) =>
    policies.map((policy) => ({ nodes, replicas: 3, accessScope: () => scope, reclaimPolicy: () => policy })),
  ),
);
const withoutClaim = ['none', 'emptydir', 'memory', 'hostpath', 'redis-none'];

/** A cluster like those that people learn on: local volumes, and one class that all nodes can mount. */
const teaching = (nodes: number): ClusterFacts => ({
  nodes,
  replicas: 3,
  accessScope: (kind) => (kind === 'pvc-rwx' && nodes > 1 ? 'everywhere' : 'one node'),
  reclaimPolicy: (kind) => (kind === 'static-pv' ? 'retain' : 'delete'),
});

const marks = { survived: 'S', 'partly lost': 'P', lost: 'L', diverged: 'D', blocked: 'B', corrupt: 'C' } as const;

/** S survived, L lost, D diverged, B blocked, ? not asserted, - cannot happen; after the arrow: once it is undone. */
function mark(kind: KindName, event: EventName, facts: ClusterFacts): string {
  const found = expectationOf(kind, event, facts);
  if (!found) return '-';
  const verdict = found.verdict ? marks[found.verdict] : '?';
  return found.afterUndo ? `${verdict}>${marks[found.afterUndo]}` : verdict;
}

function table(facts: ClusterFacts): string {
  const columns = kindNames.map((kind) => [kind, ...eventNames.map((event) => mark(kind, event, facts))]);
  const lines = ['', ...eventNames].map((name, at) => {
    const cells = columns.map((column) => column[at]!.padEnd(column[0]!.length + 1));
    return `${name.padEnd(17)}${cells.join(' ')}`.trimEnd();
  });
  return `\n${lines.join('\n')}\n`;
}

describe('what is expected', () => {
  it('on three nodes with local volumes, one shared class, and dynamic volumes deleted with their claims', () => {
    expect(table(teaching(3))).toMatchInlineSnapshot(`
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

  it('on one node', () => {
    expect(table(teaching(1))).toMatchInlineSnapshot(`
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

  it('is said of each kind under each event on any cluster, but of a claim only where there is one', () => {
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames) {
          const cannotHappen = event === 'claim-delete' && withoutClaim.includes(kind);
          expect(expectationOf(kind, event, facts) === null, `${kind} ${event}`).toBe(cannotHappen);
        }
  });

  it('has a page for whatever is asserted, and always a sentence that says why', () => {
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames) {
          const found = expectationOf(kind, event, facts);
          if (!found) continue;
          expect(found.because, `${kind} ${event}`).toMatch(/^[A-Z].{20,}\.$/);
          if (found.verdict ?? found.afterUndo) expect(found.source, `${kind} ${event}`).toMatch(/^https:\/\//);
          else expect(found.source, `${kind} ${event}`).toBeNull();
        }
  });

  it('says what comes after the undo only of events that leave something to undo', () => {
    const undone = ['claim-delete', 'scale-out', 'node-drain', 'node-failure'];
    for (const facts of clusters)
      for (const kind of kindNames)
        for (const event of eventNames)
          if (!undone.includes(event)) expect(expectationOf(kind, event, facts)?.afterUndo ?? null).toBeNull();
  });

  it('is open for a Deployment on several nodes when nobody knows where its volume can be mounted', () => {
    const facts: ClusterFacts = { nodes: 3, replicas: 3, accessScope: () => null, reclaimPolicy: () => null };
    for (const kind of ['pvc', 'pvc-rwx'] as const)
      for (const event of ['scale-out', 'node-drain', 'node-failure'] as const)
        expect(expectationOf(kind, event, facts)).toMatchObject({ verdict: null, afterUndo: null });
  });

  it.each([
    ['one node', 'B>S', 'B>S', 'S>S'],
    ['follows', 'S>S', '?>S', '?'],
    ['everywhere', 'S>S', 'S>S', 'S>S'],
  ] as const)('of a claim whose volume reaches %s: drain %s, failure %s, scale-out %s', (reach, ...expected) => {
    const facts: ClusterFacts = { nodes: 2, replicas: 3, accessScope: () => reach, reclaimPolicy: () => 'delete' };
    const events = ['node-drain', 'node-failure', 'scale-out'] as const;
    expect(events.map((event) => mark('pvc', event, facts))).toEqual(expected);
    expect(mark('statefulset', 'node-drain', facts)).toBe(expected[0]);
    expect(mark('statefulset', 'node-failure', facts)).toBe('B>S');
  });

  it.each([
    ['delete', 'B>L', 'L>L'],
    ['retain', 'B>S', 'L'],
    [null, 'B', 'L'],
  ] as const)('of a deleted claim with the policy %s: %s, of a StatefulSet %s', (policy, deployment, statefulSet) => {
    const facts: ClusterFacts = { nodes: 2, replicas: 3, accessScope: () => 'one node', reclaimPolicy: () => policy };
    for (const kind of ['pvc', 'pvc-rwx', 'static-pv'] as const)
      expect(mark(kind, 'claim-delete', facts)).toBe(deployment);
    for (const kind of ['statefulset', 'postgres', 'redis-always', 'redis-everysec'] as const)
      expect(mark(kind, 'claim-delete', facts)).toBe(statefulSet);
  });
});
