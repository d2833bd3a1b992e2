import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('..', import.meta.url));
let project: string;

// A project without packages: every clone tests the installation itself.
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'run-'));
  await mkdir(join(project, 'node_modules'));
  await mkdir(join(project, 'scripts', 'commands'), { recursive: true });
  await cp(join(scripts, 'run.mjs'), join(project, 'scripts', 'run.mjs'));
  await cp(join(scripts, 'bootstrap'), join(project, 'scripts', 'bootstrap'), { recursive: true });
  const lock = JSON.stringify({ name: 'project', lockfileVersion: 3, packages: { '': { name: 'project' } } });
  await writeFile(join(project, 'package.json'), '{ "name": "project", "type": "module" }');
  await writeFile(join(project, 'package-lock.json'), lock);
  await writeFile(join(project, 'node_modules', '.package-lock.json'), lock);
});

afterEach(() => rm(project, { recursive: true }));

const writeCommand = (lines: string) => writeFile(join(project, 'scripts', 'commands', 'greet.ts'), lines);
const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(project, 'scripts', 'run.mjs'), ...args], { encoding: 'utf8' });

test('passes arguments to the command, and its exit code back', async () => {
  await writeCommand('const words: string[] = process.argv.slice(2); console.log(words.join("+")); process.exit(7);');
  expect(run('greet', '--loud', 'you')).toMatchObject({ stdout: '--loud+you\n', status: 7 });
});

test('lists the commands for --help and for an unknown command', async () => {
  await writeCommand('// Print a greeting\n');
  expect(run('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('greet           Print a greeting') as string,
  });
  expect(run('gret')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('Unknown command "gret".') as string,
  });
});

test('forwards a signal', async () => {
  await writeCommand('process.on("SIGTERM", () => process.exit(9)); console.log("up"); setInterval(() => {}, 1e6);');
  const child = spawn(process.execPath, [join(project, 'scripts', 'run.mjs'), 'greet']);
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([9, null]);
});

test('installs again when a package of the lock file is missing', async () => {
  await writeCommand('console.log("ran")');
  const lock = { name: 'project', lockfileVersion: 3, packages: { '': {}, 'node_modules/gone': { version: '1.0.0' } } };
  await writeFile(join(project, 'package-lock.json'), JSON.stringify(lock));
  expect(run('greet').stdout).toBe('Installing the packages of package-lock.json (npm ci) ...\nran\n');
});
