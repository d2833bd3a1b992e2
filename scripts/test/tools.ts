import { spawnSync } from 'node:child_process';
import type { StepResult } from './run-step.ts';

const versionArgs: Record<string, string[]> = { kubectl: ['version', '--client'], kustomize: ['version'] };

/** Installs redis-server where that is ours to do: as root on Debian and its kin. Elsewhere its tests are skipped. */
export function installRedis(): void {
  if (redisVersion() !== undefined || process.getuid?.() !== 0) return;
  if (!has('apt-get')) return;
  console.log('No redis-server on PATH: installing it with apt-get for the tests on a real Redis ...');
  // Debian starts no server of its own on port 6379 in run level 1.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  const install = () => apt('install', '-y', '--no-install-recommends', 'redis-server');
  const done = install().status === 0 || (apt('update').status === 0 && install().status === 0);
  if (!done) console.log('It could not be installed.');
}

/** What the outcome of tests depends on besides the files: turbo keeps results apart by it. */
export function testMachine(): string {
  const user = process.getuid?.() === 0 ? 'root' : 'user';
  const tools = ['chromium', 'fio', 'zsh'].filter(has);
  return [process.platform, process.arch, process.version, user, redisVersion() ?? 'no redis', ...tools].join(' ');
}

/** Why the manifests can't be built here, if they can't. */
export function whyNoManifests(): string | undefined {
  return has('kubectl') || has('kustomize') ? undefined : 'neither kubectl nor kustomize is on PATH';
}

/** In CI nothing may be left out for want of a tool. */
export function checkTools(): StepResult {
  const missing = ['redis-server', 'kubectl', 'kustomize'].filter((tool) => !has(tool));
  console.log(missing.length === 0 ? 'ok     tools' : `FAILED tools: ${missing.join(', ')} not on PATH`);
  return { name: 'tools', passed: missing.length === 0 ? 1 : 0, failed: missing.length === 0 ? 0 : 1, skipped: [] };
}

function has(tool: string): boolean {
  return spawnSync(tool, versionArgs[tool] ?? ['--version'], { stdio: 'ignore' }).status === 0;
}

function redisVersion(): string | undefined {
  const said = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return said.status === 0 ? said.stdout.trim() : undefined;
}
