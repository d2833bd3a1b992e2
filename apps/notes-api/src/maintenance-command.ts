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

Without an option it serves notes, as its environment says.

  --print-config  print the effective configuration and where each value comes from
  --check DIR     read every line of the file store in DIR, change nothing, and say what is there
  --repair DIR    save what is readable of damaged files in DIR; they are kept as *.damaged.
                  Stop every service that uses DIR first.
  --help

--check and --repair end with 0 when all is sound, 1 when something is damaged (--repair: was), 2 when DIR can't be read.
`;

/** Does what the command line asks instead of serving, and ends the process; returns when it asks for nothing of the kind. */
export async function runMaintenanceCommand(args: readonly string[]): Promise<void> {
  const options = readArguments(args);
  try {
    if (options.help) end(0, help);
    if (options.check !== undefined) await check(await journalFolder(options.check));
    if (options.repair !== undefined) await repair(await journalFolder(options.repair));
  } catch (error) {
    if (!(error instanceof StorageError)) throw error;
    end(2, `${error.message}\n`, process.stderr);
  }
}

function readArguments(args: readonly string[]): { help?: boolean; check?: string; repair?: string } {
  const options = {
    help: { type: 'boolean', short: 'h' },
    check: { type: 'string' },
    repair: { type: 'string' },
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

/** DIR may be the data directory or the folder of journals in it. */
async function journalFolder(dir: string): Promise<string> {
  const inside = join(dir, 'notes');
  const found = await stat(inside).catch(() => undefined);
  return found?.isDirectory() ? inside : dir;
}

async function check(dir: string): Promise<never> {
  const report = await inspectFolder(dir);
  return end(report.sound ? 0 : 1, describe(report));
}

async function repair(dir: string): Promise<never> {
  const salvages = await repairFolder(dir);
  for (const { kept, salvaged, lines, lost } of salvages) {
    const bytes = lost.reduce((sum, stretch) => sum + stretch.bytes, 0);
    const text = `${lines} changes saved to ${salvaged}; ${bytes} bytes were not readable. The damaged file is kept as ${kept}.\n`;
    process.stdout.write(text);
  }
  process.stdout.write(describe(await inspectFolder(dir)));
  return end(
    salvages.length === 0 ? 0 : 1,
    salvages.length === 0 ? '' : 'Notes in the lost stretches may be back at an earlier version.\n',
  );
}

function describe({ dir, files, foreign, keys, sound }: FolderReport): string {
  const lines = files.map((file) => `  ${file.name}  ${file.lines} changes, ${file.bytes} bytes: ${condition(file)}\n`);
  const strangers = foreign.map((name) => `  ${name}  is not a journal\n`);
  const verdict = sound ? 'sound' : 'NOT SOUND';
  return `${dir}: ${keys} notes in ${files.length} files, ${verdict}\n${lines.join('')}${strangers.join('')}`;
}

function condition({ damage, problem, torn }: FileReport): string {
  const parts = damage.map(({ offset, bytes }) => `damaged at byte ${offset} (${bytes} bytes)`);
  if (problem) parts.push(problem);
  if (torn) parts.push(`a torn end of ${torn.bytes} bytes, never acknowledged`);
  return parts.join(', ') || 'whole';
}
