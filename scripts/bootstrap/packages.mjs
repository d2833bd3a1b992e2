import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { requireSpace } from './space.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';

/** Installs the packages of package-lock.json when node_modules is missing, incomplete or outdated. */
export async function installPackages(root) {
  if (isComplete(root)) return;
  await withLock(root, async (onStart) => {
    if (isComplete(root)) return;
    console.log('Installing the packages of package-lock.json (npm ci) ...');
    requireSpace(root, 800);
    const code = await runNpm(['ci'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }, onStart);
    if (code !== 0) throw new Failure(`npm ci failed with exit code ${code}: see its output above.`);
    writeFileSync(stampFile(root), fingerprint(root));
  });
}

function stampFile(root) {
  return join(root, 'node_modules', '.complete');
}

/** The stamp is written after a complete installation; npm ci deletes it first, with all of node_modules. */
function isComplete(root) {
  const stamp = existsSync(stampFile(root)) ? readFileSync(stampFile(root), 'utf8') : '';
  if (stamp !== fingerprint(root) && !matchesInstalled(root)) return false;
  const required = Object.entries(locked(root, 'package-lock.json')).filter(([, entry]) => !entry.optional);
  return required.every(([path, entry]) => existsSync(join(root, path, entry.link ? '' : 'package.json')));
}

function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform} ${process.arch}`;
}

/** For an installation without this script: npm records at its end what it has installed. */
function matchesInstalled(root) {
  const record = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, record))) return false;
  const installed = locked(root, record);
  const needed = Object.entries(locked(root, 'package-lock.json')).filter(
    ([, entry]) => !entry.optional || fits(entry),
  );
  return needed.every(([path, entry]) => installed[path] && installed[path].version === entry.version);
}

/** Whether a package is limited to certain systems, and this is one of them. */
function fits(entry) {
  return (
    entry.os !== undefined &&
    includes(entry.os, process.platform) &&
    includes(entry.cpu, process.arch) &&
    includes(entry.libc, libc())
  );
}

function includes(allowed, value) {
  return allowed === undefined || allowed.includes(value);
}

function libc() {
  if (process.platform !== 'linux') return 'none';
  process.report.excludeNetwork = true;
  return process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}

function locked(root, file) {
  const { packages } = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([path]) => path.includes('node_modules/')));
}
