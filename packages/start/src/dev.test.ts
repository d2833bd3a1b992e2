import { mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyProject } from './test-support/copy-project.ts';
import { freePortBase, type LabProcess, startLab } from './test-support/lab-process.ts';

let folder: string;
let project: string;
let portBase: number;
let lab: LabProcess;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'dev-')));
  project = join(folder, 'project');
  await copyProject(project);
  portBase = await freePortBase();
  lab = await startLab({ command: 'dev', project, data: join(folder, 'data'), portBase });
}, 180_000);

afterAll(async () => {
  await lab.end('SIGTERM');
  await rm(folder, { recursive: true });
});

const address = (offset: number, path: string) => `http://127.0.0.1:${portBase + offset}${path}`;
/** A new connection each, as one that is kept stays with its replica. */
const statusOf = (offset: number, path: string) =>
  fetch(address(offset, path), { headers: { connection: 'close' } }).then(
    ({ status }) => status,
    () => undefined,
  );
const bounded = { timeout: 60_000 };

async function edit(file: string, change: (source: string) => string): Promise<void> {
  const path = join(project, file);
  await writeFile(path, change(await readFile(path, 'utf8')));
}

/** As vim, sed -i and git checkout save. */
async function replace(file: string, change: (source: string) => string): Promise<void> {
  const path = join(project, file);
  await writeFile(`${path}.new`, change(await readFile(path, 'utf8')));
  await rename(`${path}.new`, path);
}

const contract = 'packages/api/src/paths.ts';

describe('npm run dev', () => {
  test('serves a changed route of a package that the services import, and keeps the data', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ title: 'kept', text: 'text' });
    expect((await fetch(address(1, '/v1/notes'), { method: 'POST', headers, body })).status).toBe(201);
    await edit(contract, (source) => source.replace("'/v1/storage'", "'/v1/where'"));
    for (const offset of [1, 2]) await expect.poll(() => statusOf(offset, '/v1/where'), bounded).toBe(200);
    expect(await statusOf(1, '/v1/storage')).toBe(404);
    const { notes } = (await (await fetch(address(1, '/v1/notes'))).json()) as { notes: { title: string }[] };
    expect(notes.map(({ title }) => title)).toEqual(['kept']);
    expect(lab.output()).toMatch(/changed: restarting .*notes-pvc/);
    await expect.poll(lab.output, bounded).toContain('Ready after');
  });

  test('sees every save of an editor that replaces the file by a rename', async () => {
    for (const path of ['/v1/there', '/v1/elsewhere']) {
      await replace(contract, (source) => source.replace(/storage: '[^']*'/, `storage: '${path}'`));
      await expect.poll(() => statusOf(1, path), bounded).toBe(200);
    }
    await replace(contract, (source) => source.replace(/storage: '[^']*'/, "storage: '/v1/where'"));
    await expect.poll(() => statusOf(1, '/v1/where'), bounded).toBe(200);
  });

  test('prints the error of a source that cannot be built, and keeps the running service', async () => {
    await edit('apps/notes-api/src/main.ts', (source) => `${source}\nconst = ;\n`);
    await expect.poll(lab.output, bounded).toMatch(/apps\/notes-api\/src\/main\.ts:\d+[^]*services stay as they are/);
    expect(await statusOf(1, '/v1/where')).toBe(200);
    await edit('apps/notes-api/src/main.ts', (source) => source.replace('\nconst = ;\n', ''));
  });

  test('ends every process on SIGINT', async () => {
    expect(await lab.end('SIGINT')).toBe(0);
    expect(lab.output()).toMatch(/Stopped\.\n$/);
    expect(await statusOf(1, '/v1/where')).toBeUndefined();
  });
});
