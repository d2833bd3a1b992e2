import { spawnSync } from 'node:child_process';
import { countsOf } from './counts.ts';
import type { StepResult } from './run-step.ts';

const versionArgs: Record<string, string[]> = { kubectl: ['version', '--client'], kustomize: ['version'] };

/** Programs that tests use and that Debian has, each in a package of its own name. */
const programs = ['redis-server', 'chromium', 'fio', 'zsh'];

/**
 * Installs what tests need where that is ours to do: as root on Debian and its kin. Redis always, the others in CI alone: a
 * browser is much to install for one's own `npm test`, where what needs it is skipped and says so.
 */
export function installPrograms(): void {
  const wanted = process.env['CI'] ? programs : ['redis-server'];
  const missing = wanted.filter((program) => !has(program));
  if (missing.length === 0 || process.getuid?.() !== 0 || !has('apt-get')) return;
  console.log(`Installing with apt-get what tests need: ${missing.join(', ')} ...`);
  // Debian starts no server of its own on port 6379 in run level 1.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args: string[]) => spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' });
  const install = () => apt('install', '-y', '--no-install-recommends', ...missing);
  const done = install().status === 0 || (apt('update').status === 0 && install().status === 0);
  if (!done) console.log('They could not be installed.');
}

/** What the outcome of tests depends on besides the files: turbo keeps results apart by it. */
export function testMachine(): string {
  const user = process.getuid?.() === 0 ? 'root' : 'user';
  const others = programs.slice(1).filter(has);
  return [process.platform, process.arch, process.version, user, redisVersion() ?? 'no redis', ...others].join(' ');
}

/** Why the manifests can't be built here, if they can't. */
export function whyNoManifests(): string | undefined {
  return has('kubectl') || has('kustomize') ? undefined : 'neither kubectl nor kustomize is on PATH';
}

/** In CI nothing may be left out for want of a tool. */
export function checkTools(): StepResult {
  const missing = [...programs, 'kubectl', 'kustomize'].filter((tool) => !has(tool));
  console.log(missing.length === 0 ? 'ok     tools' : `FAILED tools: ${missing.join(', ')} not on PATH`);
  return { name: 'tools', ...(missing.length === 0 ? countsOf(1, 0) : countsOf(0, 1)) };
}

function has(tool: string): boolean {
  return spawnSync(tool, versionArgs[tool] ?? ['--version'], { stdio: 'ignore' }).status === 0;
}

function redisVersion(): string | undefined {
  const said = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  return said.status === 0 ? said.stdout.trim() : undefined;
}
