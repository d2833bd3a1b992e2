import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/**
 * The password kept in this file: the data outlive this process. Where there is none yet it is `fresh`, by default one
 * that nobody can guess.
 */
export async function keptPassword(file: string, fresh = randomBytes(18).toString('base64url')): Promise<string> {
  try {
    await writeFile(file, fresh, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
