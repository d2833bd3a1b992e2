import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type FileReport,
  type FolderReport,
  StorageError,
  inspectFolder,
  repairFolder,
} from '@persistence-lab/durable';

const help = `Usage: notes-api [OPTION]

Serve notes as configured by the environment, or run one of these commands:

  --print-config     Print the effective configuration and the source of each value.
  --describe-config  Print every variable with its type, default and description as JSON.
  --check DIR        Check every line of the file store in DIR without changing anything.
  --repair DIR       Rewrite damaged files in DIR from their readable lines and keep the originals as *.damaged.
                     Stop all services that use DIR first.
  --help             Print this help.

Exit codes of --check and --repair: 0 without damage, 1 with damage (also when repaired), 2 when DIR cannot be read.
`;

/** Runs the command in the arguments, if any, and exits; returns when the service is to start. */
export async function runMaintenanceCommand(args: readonly string[]): Promise<void> {
  const options = readArguments(args);
  try {
    if (options.help) exit(0, help);
    if (options.check !== undefined) await check(await journalFolder(options.check));
    if (options.repair !== undefined) await repair(await journalFolder(options.repair));
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    exit(2, `${error.message}\n`, process.stderr);
  }
}

function readArguments(args: readonly string[]): { help?: boolean; check?: string; repair?: string } {
  const options = {
    help: { type: 'boolean', short: 'h' },
    check: { type: 'string' },
    repair: { type: 'string' },
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

/** Accepts both the data directory and the folder of journals in it. */
async function journalFolder(dir: string): Promise<string> {
  const inside = join(dir, 'notes');
  const found = await stat(inside).catch(() => undefined);
  return found?.isDirectory() ? inside : dir;
}

async function check(dir: string): Promise<never> {
  const report = await inspectFolder(dir);
  return exit(report.sound ? 0 : 1, describe(report));
}

async function repair(dir: string): Promise<never> {
  const salvages = await repairFolder(dir);
  for (const { kept, salvaged, lines, lost } of salvages) {
    const bytes = lost.reduce((sum, stretch) => sum + stretch.bytes, 0);
    process.stdout.write(
      `${count(lines, 'change')} saved to ${salvaged}; ${count(bytes, 'byte')} unreadable. The damaged file is kept as ${kept}.\n`,
    );
  }
  process.stdout.write(describe(await inspectFolder(dir)));
  return exit(
    salvages.length === 0 ? 0 : 1,
    salvages.length === 0 ? '' : 'Notes with changes in unreadable bytes may have reverted to an earlier version.\n',
  );
}

function describe({ dir, files, foreign, keys, sound }: FolderReport): string {
  const fileLines = files.map(
    (file) => `  ${file.name}  ${count(file.lines, 'change')}, ${count(file.bytes, 'byte')}: ${condition(file)}\n`,
  );
  const foreignLines = foreign.map((name) => `  ${name}  is not a journal\n`);
  const verdict = sound ? 'no damage' : 'DAMAGED';
  const totals = `${count(keys, 'note')} in ${count(files.length, 'file')}`;
  return `${dir}: ${totals}, ${verdict}\n${fileLines.join('')}${foreignLines.join('')}`;
}

function condition({ damage, problem, torn }: FileReport): string {
  const parts = damage.map(({ offset, bytes }) => `damaged at byte ${offset} (${count(bytes, 'byte')})`);
  if (problem) parts.push(problem);
  if (torn) parts.push(`incomplete last line of ${count(torn.bytes, 'byte')}, never acknowledged`);
  return parts.join(', ') || 'no damage';
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
