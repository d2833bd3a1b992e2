// What the usual file systems take, so that whoever downloads a file can save it under its name.
const maxNameLength = 255;

/** What is wrong with a name that a client gives a file, in one sentence; undefined when nothing is. */
export function wrongName(name: string): string | undefined {
  if (name.length > maxNameLength)
    return `A file name may have at most ${maxNameLength} characters, not ${name.length}`;
  return /\p{Cc}/u.test(name) ? 'A file name may not have control characters' : undefined;
}

/** The last part of a path, be it one of Windows; empty when that is none. */
export function lastPart(path: string): string {
  const name = path.toWellFormed().split(/[/\\]/).at(-1)!;
  return name === '.' || name === '..' ? '' : name;
}
