import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StorageError } from '@persistence-lab/durable';
import { type Catalog, createCatalog } from './files/catalog.ts';
import { isId } from './files/meta.ts';

const help = `Usage: uploader [options]

Without options, serve files. Environment variables configure the service.

Options:
  --print-config     Print the effective configuration and the source of each value
  --describe-config  Print every variable with its type, default and description as JSON
  --verify <dir>  Read every file of the data directory again, change nothing, and report the files
                  that differ from what was acknowledged
  -h, --help      Print this help

Exit codes of --verify: 0 all files are intact, 1 a file is damaged, 2 the directory cannot be read.
`;

/** Runs the command that the arguments name and exits; returns when they name none, so that the service starts. */
export async function runFolderCommand(args: readonly string[]): Promise<void> {
  const options = readArguments(args);
  if (options.help) exit(0, help);
  if (options.verify === undefined) return;
  const files = join(options.verify, 'files');
  const stats = await stat(files).catch(() => undefined);
  if (!stats?.isDirectory()) {
    exit(2, `${options.verify} is not a data directory: it has no folder "files"\n`, process.stderr);
  }
  exit((await verifyAll(files, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1, '');
}

function readArguments(args: readonly string[]): { help?: boolean; verify?: string } {
  const options = {
    help: { type: 'boolean', short: 'h' },
    verify: { type: 'string' },
    'print-config': { type: 'boolean' },
    'describe-config': { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return exit(2, `${(error as Error).message}\n\n${help}`, process.stderr);
  }
}

function exit(code: number, text: string, stream: NodeJS.WriteStream = process.stdout): never {
  stream.write(text);
  process.exit(code);
}

/** Reports how each damaged file differs, then a summary. */
async function verifyAll(folder: string, report: (line: string) => void): Promise<boolean> {
  const catalog = createCatalog(folder);
  const names = (await readdir(folder)).toSorted();
  const ids = names.filter(isId);
  let damaged = 0;
  for (const id of ids) {
    const damage = await findDamage(catalog, id);
    if (damage === undefined) continue;
    damaged += 1;
    report(`  ${id}  ${damage}`);
  }
  for (const name of names.filter((each) => !isId(each))) report(`  ${name}  is not a file of the uploader`);
  const count = ids.length === 1 ? '1 file' : `${ids.length} files`;
  report(`${folder}: ${count}, ${damaged === 0 ? 'all intact' : `${damaged} DAMAGED`}`);
  return damaged === 0;
}

async function findDamage(catalog: Catalog, id: string): Promise<string | undefined> {
  try {
    const { intact, expected, actual } = await catalog.verify(id);
    if (intact) return undefined;
    if (!actual) return 'has no content';
    if (actual.size !== expected.size) return `has ${actual.size} of ${expected.size} bytes`;
    return `has SHA-256 ${actual.sha256} instead of ${expected.sha256}`;
  } catch (error) {
    // A running service may delete a file meanwhile.
    if (error instanceof StorageError) return error.code === 'not-found' ? undefined : error.message;
    throw error;
  }
}
