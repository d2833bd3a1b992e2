import { spawnSync } from 'node:child_process';
import { countsOf } from './counts.ts';
import type { StepResult } from './run-step.ts';

const versionArgs: Record<string, string[]> = { kubectl: ['version', '--client'], kustomize: ['version'] };

/** Programs that tests use; each is a Debian package of the same name. */
const programs = ['redis-server', 'chromium', 'fio', 'zsh'];

/**
 * Installs missing programs when run as root on a Debian-based system. Outside CI only Redis: a browser is too large for a
 * local `npm test`, where the tests that need it are skipped with that reason.
 */
export function installPrograms(): void {
  const needed = process.env['CI'] ? programs : ['redis-server'];
  const missing = needed.filter((program) => !has(program));
  if (missing.length === 0 || process.getuid?.() !== 0 || !has('apt-get')) return;
  console.log(`Installing programs for the tests with apt-get: ${missing.join(', ')} ...`);
  // In run level 1 Debian does not start the server on port 6379.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  const install = () => apt('install', '-y', '--no-install-recommends', ...missing);
  const done = install().status === 0 || (apt('update').status === 0 && install().status === 0);
  if (!done) console.log('The installation failed.');
}

/** Properties of this machine that the outcome of tests depends on; part of turbo's cache key. */
export function testMachine(): string {
  const user = process.getuid?.() === 0 ? 'root' : 'user';
  const others = programs.slice(1).filter(has);
  return [process.platform, process.arch, process.version, user, redisVersion() ?? 'no redis', ...others].join(' ');
}

/** Why the manifests cannot be built on this machine, if so. */
export function whyNoManifests(): string | undefined {
  return has('kubectl') || has('kustomize') ? undefined : 'neither kubectl nor kustomize is on PATH';
}

/** In CI a missing tool is a failure: no test may be skipped for it. */
export function checkTools(): StepResult {
  const missing = [...programs, 'kubectl', 'kustomize'].filter((tool) => !has(tool));
  console.log(missing.length === 0 ? 'ok     tools' : `FAILED tools: ${missing.join(', ')} not on PATH`);
  return { name: 'tools', ...(missing.length === 0 ? countsOf(1, 0) : countsOf(0, 1)) };
}

function has(tool: string): boolean {
  return spawnSync(tool, versionArgs[tool] ?? ['--version'], { stdio: 'ignore' }).status === 0;
}

function redisVersion(): string | undefined {
  const { status, stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
