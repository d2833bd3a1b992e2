import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/**
 * Reads the password from this file, or creates the file with `fresh` (default: a random password). The
 * file makes the password last as long as the server's data.
 */
export async function loadOrCreatePassword(
  file: string,
  fresh = randomBytes(18).toString('base64url'),
): Promise<string> {
  try {
    await writeFile(file, fresh, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
