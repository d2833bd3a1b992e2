import { problem } from '@persistence-lab/service';

// The limit of common file systems, so that a downloaded file can be saved under its name.
const maxNameLength = 255;

/** @throws ProblemError 400 for a name that a client cannot save a file under */
export function requireValidName(name: string): void {
  const reason = invalidReason(name);
  if (reason) throw problem(400, 'invalid-name', 'The file name is not valid', reason);
}

function invalidReason(name: string): string | undefined {
  if (name.length > maxNameLength)
    return `A file name may have at most ${maxNameLength} characters, not ${name.length}`;
  return /\p{Cc}/u.test(name) ? 'A file name may not contain control characters' : undefined;
}

/** The last component of a POSIX or Windows path; empty when that is `.` or `..`. */
export function baseName(path: string): string {
  const name = path.toWellFormed().split(/[/\\]/).at(-1)!;
  return name === '.' || name === '..' ? '' : name;
}
