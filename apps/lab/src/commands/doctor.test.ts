import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../program.ts';

describe('lab doctor', { timeout: 30_000 }, () => {
  let folder: string;
  let printed: string[];
  let server: Server | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-doctor-'));
    printed = [];
    for (const level of ['log', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((text: string) => void printed.push(text));
    vi.stubEnv('KUBECONFIG', join(folder, 'config'));
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = 0;
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true });
  });

  const pointTo = (url: string) =>
    writeFile(
      join(folder, 'config'),
      JSON.stringify({
        'current-context': 'test',
        contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
        clusters: [{ name: 'test', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
        users: [{ name: 'test', user: {} }],
      }),
    );

  async function serve(answer: (path: string) => { status: number; body: unknown }) {
    server = createServer((request, response) => {
      const { status, body } = answer(request.url!.split('?')[0]!);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
    await pointTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  it('reports an unknown context in one sentence', async () => {
    await pointTo('http://127.0.0.1:1');
    expect(await runProgram(['doctor', '--context', 'other'])).toBe(2);
    expect(printed).toEqual(['The kubeconfig has no context "other"; it has: test.']);
  });

  it('reports an unreachable API server in one sentence', async () => {
    await serve(() => ({ status: 200, body: {} }));
    await new Promise((resolve) => server!.close(resolve));
    expect(await runProgram(['doctor'])).toBe(2);
    expect(printed).toEqual([
      expect.stringMatching(/^Looking at the cluster: the API server \S+ cannot be reached \(ECONNREFUSED\); is the/),
    ]);
  });

  it('reports a user that the cluster rejects in one sentence', async () => {
    await serve(() => ({ status: 401, body: { kind: 'Status', message: 'Unauthorized' } }));
    expect(await runProgram(['doctor'])).toBe(2);
    expect(printed).toEqual([expect.stringMatching(/does not know this user \(401\)/)]);
  });

  it('reports the problems of a cluster that denies every permission, and exits with 1', async () => {
    await serve((path) => {
      if (path === '/version') return { status: 200, body: { gitVersion: 'v1.33.1' } };
      if (path.endsWith('/selfsubjectaccessreviews')) return { status: 201, body: { status: { allowed: false } } };
      return { status: 403, body: { kind: 'Status', message: 'forbidden' } };
    });
    expect(await runProgram(['doctor', '--json'])).toBe(1);
    const findings = JSON.parse(printed.join('\n')) as { level: string; what: string; remedy: string | null }[];
    const problems = findings.filter(({ level }) => level === 'problem').map(({ what }) => what);
    expect(problems).toContain('No nodes are seen, because they may not be listed.');
    expect(problems).not.toContain('The lab is not deployed.');
    expect(problems).toContainEqual(
      expect.stringMatching(
        /^For seeing what there is you lack: list, watch pods, .* in persistence-lab, persistence-lab-hostpath; list, watch/,
      ),
    );
    expect(findings).toContainEqual({ level: 'ok', what: 'Kubernetes v1.33.1', remedy: null });
  });
});
