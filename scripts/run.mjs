// node scripts/run.mjs VERB ARGS: what the commands of package.json call. Plain JavaScript without
// dependencies, for any Node from 18: it gets the Node and the packages that everything else needs,
// then hands over to scripts/VERB/main.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './run/packages.mjs';
import { isSuitable, suitableNode } from './run/node.mjs';
import { runChild } from './run/child.mjs';
import { Failure } from './run/failure.mjs';

const scripts = dirname(fileURLToPath(import.meta.url));
const root = dirname(scripts);
const [verb, ...args] = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  if (verb === undefined || verb === '--help' || verb === '-h') {
    console.log(usage());
    return verb === undefined ? 64 : 0;
  }
  if (!verbs().includes(verb)) throw new Failure(`There is no "${verb}".\n\n${usage()}`);
  if (!isSuitable(process.versions.node)) {
    const node = await suitableNode(root);
    return runChild(node, process.argv.slice(1), withPath(dirname(node)));
  }
  await installPackages(root);
  const script = ['--disable-warning=ExperimentalWarning', join(scripts, verb, 'main.ts'), ...args];
  return runChild(process.execPath, script, withPath(dirname(process.execPath), join(root, 'node_modules', '.bin')));
}

function verbs() {
  const folders = readdirSync(scripts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((entry) => entry.name).filter((name) => existsSync(join(scripts, name, 'main.ts')));
}

/** Each verb with the first line of its script, a comment that says what it does. */
function usage() {
  const lines = verbs().map((name) => {
    const [first] = readFileSync(join(scripts, name, 'main.ts'), 'utf8').split('\n');
    return `  ${name.padEnd(16)}${first.startsWith('// ') ? first.slice(3) : ''}`;
  });
  return `Usage: node scripts/run.mjs VERB [ARGS]\n\n${lines.join('\n')}`;
}

function withPath(...folders) {
  return {
    ...process.env,
    PATH: [...folders, process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
