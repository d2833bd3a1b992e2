import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readState, writeState } from './state-file.ts';

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'state-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'cluster.json');
}

it('gives a new cluster where there is none, and the one that was written afterwards', () => {
  const file = newFile();
  const kept = readState(file, 2);
  expect(kept.state.nodes.map(({ name }) => name)).toEqual(['node-1', 'node-2']);
  kept.addresses['postgres'] = { port: 5432, password: 'secret' };
  writeState(file, kept);
  expect(readState(file, 3)).toEqual(kept);
});

it('lets nobody else read the passwords', () => {
  const file = newFile();
  writeState(file, readState(file, 1));
  expect(statSync(file).mode & 0o077).toBe(0);
});

it.each(['', '{"state":{"nodes":[', 'null', '{}', '{"state":{}}'])('refuses a damaged file: %j', (text) => {
  const file = newFile();
  writeFileSync(file, text);
  expect(() => readState(file, 3)).toThrow(/cluster\.json is damaged: .* move that folder away/);
});

it('reads a file of an earlier version, whose fields have other names', () => {
  const file = newFile();
  const workload = { name: 'notes-pvc', revision: 1, deleted: false };
  const pod = { id: '1', name: 'notes-pvc-1', workload: 'notes-pvc', revision: 1, ordinal: null, node: null };
  const rest = { nodes: [], claims: [], volumes: [] };
  const earlierPod = { ...pod, blocked: 'no node', ready: false, ending: true, restarts: 0, ended: 'ended with 1' };
  const earlier = { ...rest, workloads: [{ ...workload, wanted: 3 }], pods: [earlierPod] };
  writeFileSync(file, JSON.stringify({ state: earlier, addresses: {} }));
  expect(readState(file, 3).state).toEqual({
    ...rest,
    workloads: [{ ...workload, desiredReplicas: 3 }],
    pods: [
      { ...pod, pendingReason: 'no node', ready: false, terminating: true, restarts: 0, lastExit: 'ended with 1' },
    ],
  });
});
