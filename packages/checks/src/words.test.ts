import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '@persistence-lab/command-line';
import { expect, it } from 'vitest';

/** Words that a reader has to decode, each with the term of docs/glossary.md, or of the field, that replaces it. */
const replaced: Readonly<Record<string, string>> = {
  blow: 'fault injector',
  blows: 'fault injectors',
  victim: 'target',
  victims: 'targets',
  patience: 'timeout',
  incurable: 'permanent block reason',
  standing: 'serving status, latest changes',
  fleeting: 'ephemeral',
  arrivals: 'staging',
  bringHome: 'moveBack',
  takeAway: 'moveToTrash, delete',
  makeWay: 'preemptStalled',
  howToMend: 'remedy',
  likewise: 'say it in full',
  whoever: 'name who',
  somebody: 'name who',
};

const words = new RegExp(String.raw`(?<![\w-])(${Object.keys(replaced).join('|')})(?![\w-])`, 'i');
const thisFile = 'packages/checks/src/words.test.ts';

/** Every tracked text file of the project, where it is a git checkout. */
function trackedFiles(): string[] {
  const patterns = ['*.ts', '*.mts', '*.mjs', '*.md', '*.yaml', '*.yml', '*.json', '*.env', '*.conf'];
  const listed = execFileSync('git', ['ls-files', '-z', '--', ...patterns], { cwd: root, encoding: 'utf8' });
  return listed.split('\0').filter((file) => file !== '' && file !== thisFile && file !== 'package-lock.json');
}

it('uses the terms of the glossary in code, texts and documentation', () => {
  const files = trackedFiles();
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((line, at) => {
        const [, word] = words.exec(line) ?? [];
        const term = word && Object.entries(replaced).find(([name]) => name.toLowerCase() === word.toLowerCase())?.[1];
        return word === undefined ? [] : [`${file}:${at + 1}: "${word}" -> ${term}`];
      }),
  );
  expect(found).toEqual([]);
});
