import { expect, it } from 'vitest';
import type { Replica } from '@persistence-lab/cluster';
import { permanentBlockReason } from './permanent-block-reason.ts';

const englishReason = (...given: Parameters<typeof permanentBlockReason>) => permanentBlockReason(...given)?.en ?? null;

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

it.each([conflict, conflictNow, noClaim])('blocks for good when the scheduler reports: %s', (pendingReason) => {
  expect(englishReason([replica({ pendingReason })], nodes())).toContain(pendingReason);
});

it('blocks for good when the node has no image, and says what to do', () => {
  const pendingReason = 'ImagePullBackOff: its node has no image notes-api:dev';
  expect(englishReason([replica({ node: 'a', pendingReason })], nodes())).toBe(
    `notes-0: Pending: ${pendingReason}; load it on every node (npm run deploy does so with --load-command) or push it to a registry`,
  );
});

it('blocks for good when the replica has no node and all nodes are cordoned', () => {
  const pendingReason = '0/1 nodes are available: 1 node(s) were unschedulable.';
  expect(englishReason([replica({ pendingReason })], [{ name: 'a', ready: true, cordoned: true }])).toContain(
    pendingReason,
  );
});

it('blocks for good when the replacement waits for a pod on an unreachable node', () => {
  expect(englishReason([replica({ node: 'a', terminating: true })], nodes('a'))).toContain('a does not respond');
});

it('blocks for good when no node responds, even if pods seem to be running', () => {
  expect(englishReason([replica({ node: 'a', ready: true })], nodes('a', 'b'))).toBe('notes-0: no node responds');
  expect(englishReason([replica({ node: 'a' })], nodes('b'))).toBeNull();
});

it.each([
  ['the replica has a node', { node: 'a' }],
  ['the scheduler may find a node later', { pendingReason: '0/2 nodes are available: 2 Insufficient memory.' }],
  [
    'a suitable node is full at the moment',
    { pendingReason: '0/2 nodes are available: 1 Insufficient memory, 1 node(s) had volume node affinity conflict.' },
  ],
  ['its node can confirm that it has ended', { node: 'a', terminating: true }],
])('may become ready when %s', (_, changes) => {
  expect(englishReason([replica(changes)], nodes())).toBeNull();
});

it('may become ready when another replica has a node and is not ready yet', () => {
  const other = replica({ name: 'notes-1', node: 'b' });
  expect(englishReason([replica({ pendingReason: conflict }), other], nodes())).toBeNull();
  expect(englishReason([replica({ pendingReason: conflict }), { ...other, ready: true }], nodes())).toBe(
    `notes-0: Pending: ${conflict}`,
  );
});

it('may become ready when there is no replica yet', () => {
  expect(englishReason([], nodes('a'))).toBeNull();
});
