import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openLocal, type LocalCluster } from '@persistence-lab/cluster/local';
import { freePort } from '@persistence-lab/local-servers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runProgram } from '../program.ts';

const programs = { notesApi: fileURLToPath(new URL('../../../notes-api/src/main.ts', import.meta.url)) };

describe('lab notes', { timeout: 120_000 }, () => {
  let folder: string;
  let cluster: LocalCluster;
  let address: string;
  let printed: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lab-notes-'));
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    cluster = await openLocal({ folder, programs, kinds: ['pvc'], services: [{ subject: 'notes-pvc', port }] });
    const isReady = () => cluster.workloads().every(({ rolledOut }) => rolledOut);
    await cluster.waitUntil('notes-pvc serves', isReady, { timeout: 120_000 });
  }, 120_000);

  afterAll(async () => {
    await cluster.close();
    await rm(folder, { recursive: true });
  });

  beforeEach(() => {
    printed = '';
    for (const level of ['log', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((text: string) => void (printed += `${text}\n`));
  });

  afterEach(() => void vi.restoreAllMocks());

  it('posts and lists at an address, and shows which pod answers and where the notes are stored', async () => {
    const { name, node } = cluster.replicas(cluster.subject('notes-pvc'))[0]!;
    expect(await runProgram(['notes', address, '--title', 'To do', '--post', 'remember the milk'])).toBe(0);
    expect(printed).toContain(`acknowledged by ${name} (${node})\n  stored by ${name} (${node}): pvc, `);
    expect(printed).toContain('PVC notes-pvc; acknowledged means: fdatasync before the answer');
    printed = '';
    expect(await runProgram(['notes', address])).toBe(0);
    expect(printed).toMatch(
      new RegExp(`^${name} \\(${node}\\) serves 1 note\n.*\n.*To do: remember the milk .*\\(${name}\\)`),
    );
  });

  it('reports an address without a notes API in one sentence', async () => {
    const unused = `http://127.0.0.1:${await freePort()}`;
    expect(await runProgram(['notes', unused])).toBe(2);
    expect(printed).toMatch(new RegExp(`^${unused} does not answer as a notes API: connect ECONNREFUSED .*\n$`));
  });
});
