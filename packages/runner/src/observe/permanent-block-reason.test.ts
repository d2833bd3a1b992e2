import { expect, it } from 'vitest';
import type { Replica } from '@persistence-lab/cluster';
import { permanentBlockReason } from './permanent-block-reason.ts';

const nodes = (...notReady: string[]) =>
  ['a', 'b'].map((name) => ({ name, ready: !notReady.includes(name), cordoned: false }));
const replica = (changes: Partial<Replica>): Replica => ({
  id: '1',
  name: 'notes-0',
  namespace: 'lab',
  app: 'notes-api',
  node: null,
  pendingReason: null,
  ready: false,
  terminating: false,
  restarts: 0,
  fetch,
  ...changes,
});
const conflict = '0/2 nodes are available: 1 node(s) had volume node affinity conflict.';
const conflictNow = "0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity.";
const noClaim = '0/2 nodes are available: persistentvolumeclaim "notes" not found.';

it.each([conflict, conflictNow, noClaim])('gives up on a replica that no node will ever take: %s', (pendingReason) => {
  expect(permanentBlockReason([replica({ pendingReason })], nodes())).toContain(pendingReason);
});

it('gives up on a replica whose node has no image for it, and says what to do', () => {
  const pendingReason = 'ImagePullBackOff: its node has no image notes-api:dev';
  expect(permanentBlockReason([replica({ node: 'a', pendingReason })], nodes())).toBe(
    `notes-0: Pending: ${pendingReason}; load it on every node (npm run deploy does, with --load-command) or push it to a registry`,
  );
});

it('gives up on a replica without a place when no node is open', () => {
  const pendingReason = '0/1 nodes are available: 1 node(s) were unschedulable.';
  expect(permanentBlockReason([replica({ pendingReason })], [{ name: 'a', ready: true, cordoned: true }])).toContain(
    pendingReason,
  );
});

it('gives up on a successor that waits for a pod on a node that does not answer', () => {
  expect(permanentBlockReason([replica({ node: 'a', terminating: true })], nodes('a'))).toContain('a does not answer');
});

it('gives up when no node answers, whatever the pods seem to do', () => {
  expect(permanentBlockReason([replica({ node: 'a', ready: true })], nodes('a', 'b'))).toBe('notes-0: no node answers');
  expect(permanentBlockReason([replica({ node: 'a' })], nodes('b'))).toBeNull();
});

it.each([
  ['it has a node', { node: 'a' }],
  ['the scheduler may find a place later', { pendingReason: '0/2 nodes are available: 2 Insufficient memory.' }],
  [
    'a node that could take it is full for the moment',
    { pendingReason: '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had volume node affinity conflict.' },
  ],
  ['its node will say when it has ended', { node: 'a', terminating: true }],
])('waits on when %s', (_, changes) => {
  expect(permanentBlockReason([replica(changes)], nodes())).toBeNull();
});

it('waits on when another replica has a place and is not ready there yet', () => {
  const other = replica({ name: 'notes-1', node: 'b' });
  expect(permanentBlockReason([replica({ pendingReason: conflict }), other], nodes())).toBeNull();
  expect(permanentBlockReason([replica({ pendingReason: conflict }), { ...other, ready: true }], nodes())).toBe(
    `notes-0: Pending: ${conflict}`,
  );
});

it('waits on when there is no replica yet', () => {
  expect(permanentBlockReason([], nodes('a'))).toBeNull();
});
