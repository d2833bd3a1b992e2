import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { openKubernetes } from './open-kubernetes.ts';

afterEach(() => void vi.unstubAllEnvs());

function useKubeconfig(server: string): void {
  const file = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), 'config');
  const cluster = { server, 'insecure-skip-tls-verify': true };
  const config = {
    'current-context': 'lab',
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: 't' } }],
    contexts: [{ name: 'lab', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(file, JSON.stringify(config));
  vi.stubEnv('KUBECONFIG', file);
}

/** An API server that reports its version, and answers everything else with one status. */
async function serverAnswering(code: number, message: string): Promise<string> {
  const server = createServer(({ url }, response) => {
    const greets = url === '/version' && code !== 401;
    response.writeHead(greets ? 200 : code, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(greets ? { gitVersion: 'v1.33.1' } : { kind: 'Status', code, message }));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((listening) => server.once('listening', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('reports a missing kubeconfig, and how to get one', async () => {
  vi.stubEnv('KUBECONFIG', undefined);
  vi.stubEnv('HOME', mkdtempSync(join(tmpdir(), 'home-')));
  await expect(openKubernetes()).rejects.toMatchObject({
    code: 'no-kubeconfig',
    message: expect.stringMatching(/^No kubeconfig .*minikube start/),
  });
});

it('reports a KUBECONFIG that does not exist', async () => {
  vi.stubEnv('KUBECONFIG', '/nowhere/config');
  await expect(openKubernetes()).rejects.toMatchObject({
    code: 'bad-kubeconfig',
    message: expect.stringMatching(/\/nowhere\/config.*minikube start/),
  });
});

it('reports an invalid kubeconfig in one line', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), 'config');
  writeFileSync(file, 'clusters: [\n  - name: {');
  vi.stubEnv('KUBECONFIG', file);
  await expect(openKubernetes()).rejects.toMatchObject({
    code: 'bad-kubeconfig',
    message: expect.stringMatching(/^The kubeconfig cannot be read: .*; correct it, or .*\.$/),
  });
});

it('lists the existing contexts in the error for an unknown one', async () => {
  useKubeconfig('http://127.0.0.1:9');
  await expect(openKubernetes({ context: 'prod' })).rejects.toThrow('has no context "prod"; it has: lab.');
});

it('reports an API server that cannot be reached', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  useKubeconfig(`http://127.0.0.1:${port}`);
  await expect(openKubernetes()).rejects.toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/cannot be reached \(ECONNREFUSED\); is the cluster running/),
  });
});

it.each([
  [401, 'Unauthorized', 'forbidden', /does not know this user/],
  [403, 'pods is forbidden: User "u" cannot list', 'forbidden', /not allowed: pods is forbidden.*permission/],
  [404, 'namespaces "persistence-lab" not found', 'missing', /deploy the lab first/],
  [500, 'etcd is gone', 'refused', /500: etcd is gone/],
])('explains the status %i in one sentence', async (status, message, code, sentence) => {
  useKubeconfig(await serverAnswering(status, message));
  await expect(openKubernetes()).rejects.toMatchObject({ code, message: expect.stringMatching(sentence) });
});
