import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { requireSpace } from './space.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';

/** Makes node_modules what package-lock.json says, when it is missing, half-installed or older. */
export async function installPackages(root) {
  if (isComplete(root)) return;
  await withLock(root, async (started) => {
    if (isComplete(root)) return;
    console.log('Installing the packages of package-lock.json (npm ci) ...');
    requireSpace(root, 800);
    const code = await runNpm(['ci'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }, started);
    if (code !== 0) throw new Failure(`npm ci failed with exit code ${code}; what it said is above.`);
    writeFileSync(stampFile(root), fingerprint(root));
  });
}

function stampFile(root) {
  return join(root, 'node_modules', '.complete');
}

/** The stamp is written after a whole installation, and npm ci begins by removing it with all the rest. */
function isComplete(root) {
  const stamp = existsSync(stampFile(root)) ? readFileSync(stampFile(root), 'utf8') : '';
  if (stamp !== fingerprint(root) && !agreesWithNpm(root)) return false;
  const here = Object.entries(locked(root, 'package-lock.json')).filter(([, entry]) => !entry.optional);
  return here.every(([path, entry]) => existsSync(join(root, path, entry.link ? '' : 'package.json')));
}

function fingerprint(root) {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  return `${hash.digest('hex')} ${process.platform} ${process.arch}`;
}

/** After somebody's own `npm install`: npm notes at its end what it has installed. */
function agreesWithNpm(root) {
  const note = join('node_modules', '.package-lock.json');
  if (!existsSync(join(root, note))) return false;
  const installed = locked(root, note);
  const wanted = Object.entries(locked(root, 'package-lock.json')).filter(
    ([, entry]) => !entry.optional || fits(entry),
  );
  return wanted.every(([path, entry]) => installed[path] && installed[path].version === entry.version);
}

/** Whether a package is for certain systems, and this is one of them. */
function fits(entry) {
  return (
    entry.os !== undefined &&
    includes(entry.os, process.platform) &&
    includes(entry.cpu, process.arch) &&
    includes(entry.libc, libc())
  );
}

function includes(allowed, mine) {
  return allowed === undefined || allowed.includes(mine);
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
