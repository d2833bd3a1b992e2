// node scripts/run.mjs COMMAND ARGS: the scripts of package.json call this. Plain JavaScript without dependencies, for any
// Node from 18: it provides the Node and the packages that the commands need, then runs scripts/commands/COMMAND.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './bootstrap/packages.mjs';
import { isSuitable, suitableNode } from './bootstrap/node.mjs';
import { runChild } from './bootstrap/child.mjs';
import { Failure } from './bootstrap/failure.mjs';

const scripts = dirname(fileURLToPath(import.meta.url));
const root = dirname(scripts);
const commands = join(scripts, 'commands');
const [command, ...args] = process.argv.slice(2);

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main() {
  if (command === undefined || command === '--help' || command === '-h') {
    console.log(usage());
    return command === undefined ? 64 : 0;
  }
  if (!names().includes(command)) throw new Failure(`Unknown command "${command}".\n\n${usage()}`);
  if (!isSuitable(process.versions.node)) {
    const node = await suitableNode(root);
    return runChild(node, process.argv.slice(1), withPath(dirname(node)));
  }
  await installPackages(root);
  const script = ['--disable-warning=ExperimentalWarning', join(commands, `${command}.ts`), ...args];
  return runChild(process.execPath, script, withPath(dirname(process.execPath), join(root, 'node_modules', '.bin')));
}

function names() {
  return readdirSync(commands).flatMap((file) => (file.endsWith('.ts') ? [file.slice(0, -'.ts'.length)] : []));
}

/** Each command with the comment in the first line of its file. */
function usage() {
  const lines = names().map((name) => {
    const [first] = readFileSync(join(commands, `${name}.ts`), 'utf8').split('\n');
    return `  ${name.padEnd(16)}${first.startsWith('// ') ? first.slice(3) : ''}`;
  });
  return `Usage: node scripts/run.mjs COMMAND [ARGS]\n\nCommands:\n${lines.join('\n')}`;
}

function withPath(...folders) {
  return {
    ...process.env,
    PATH: [...folders, process.env.PATH].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}
