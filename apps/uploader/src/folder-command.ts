import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StorageError } from '@persistence-lab/durable';
import { createKeptFiles } from './files/kept-files.ts';
import { isId } from './files/meta.ts';

const help = `Usage: uploader [OPTION]

Without an option it serves files, as its environment says.

  --print-config  print the effective configuration and where each value comes from
  --verify DIR    read every file of the data folder DIR again, change nothing, and say which differ from
                  what was acknowledged
  --help

--verify ends with 0 when all files are intact, 1 when one is not, 2 when DIR can't be read.
`;

/** Does what the command line asks instead of serving, and ends the process; returns when it asks for nothing of the kind. */
export async function runFolderCommand(args: readonly string[]): Promise<void> {
  const asked = readArguments(args);
  if (asked.help) end(0, help);
  if (asked.verify === undefined) return;
  const files = join(asked.verify, 'files');
  const found = await stat(files).catch(() => undefined);
  if (!found?.isDirectory()) end(2, `${files} is no folder of files\n`, process.stderr);
  end((await verifyAll(files, (line) => process.stdout.write(`${line}\n`))) ? 0 : 1, '');
}

function readArguments(args: readonly string[]): { help?: boolean; verify?: string } {
  const options = {
    help: { type: 'boolean', short: 'h' },
    verify: { type: 'string' },
    'print-config': { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return end(2, `${(error as Error).message}\n\n${help}`, process.stderr);
  }
}

function end(code: number, text: string, stream: NodeJS.WriteStream = process.stdout): never {
  stream.write(text);
  process.exit(code);
}

/** Says of each file that differs how, and at the end how many there are. */
async function verifyAll(folder: string, say: (line: string) => void): Promise<boolean> {
  const kept = createKeptFiles(folder);
  const names = (await readdir(folder)).toSorted();
  const ids = names.filter(isId);
  let damaged = 0;
  for (const id of ids) {
    const wrong = await wrongWith(kept, id);
    if (wrong === undefined) continue;
    damaged += 1;
    say(`  ${id}  ${wrong}`);
  }
  for (const name of names.filter((each) => !isId(each))) say(`  ${name}  is no file of ours`);
  say(`${folder}: ${ids.length} files, ${damaged === 0 ? 'all intact' : `${damaged} DAMAGED`}`);
  return damaged === 0;
}

async function wrongWith(kept: ReturnType<typeof createKeptFiles>, id: string): Promise<string | undefined> {
  try {
    const { intact, expected, actual } = await kept.verify(id);
    if (intact) return undefined;
    if (!actual) return 'has no content';
    if (actual.size !== expected.size) return `has ${actual.size} bytes of ${expected.size}`;
    return `has SHA-256 ${actual.sha256} instead of ${expected.sha256}`;
  } catch (error) {
    // A service that runs may delete a file meanwhile.
    if (error instanceof StorageError) return error.code === 'not-found' ? undefined : error.message;
    throw error;
  }
}
