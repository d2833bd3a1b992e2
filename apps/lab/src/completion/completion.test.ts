import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kindNames } from '@persistence-lab/experiment';
import { createProgram } from '../program.ts';
import { renderBash } from './bash.ts';
import { wordsOf } from './words.ts';
import { renderZsh } from './zsh.ts';

const program = createProgram('en');
const commandNames = program.commands.map((command) => command.name());
const isInstalled = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lab-completion-'));
  writeFileSync(join(folder, 'bash'), renderBash(wordsOf(program)));
  writeFileSync(join(folder, 'zsh'), renderZsh(wordsOf(program)));
  writeFileSync(join(folder, 'report.json'), '{}');
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(shell: string, ...args: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(shell, args, { encoding: 'utf8', cwd: folder });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

/** The completions of bash for the last of the words. */
const complete = (...words: string[]) =>
  run(
    'bash',
    '--norc',
    '-c',
    'source ./bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _lab; printf "%s\\n" "${COMPREPLY[@]}"',
    'bash',
    'lab',
    ...words,
  );

describe('completion in bash', () => {
  it('completes every command', () => {
    expect(complete('')).toEqual([...commandNames, '--help']);
    expect(complete('ex')).toEqual(['explain']);
  });

  it.each(commandNames)('completes every option of %s', (name) => {
    const command = program.commands.find((each) => each.name() === name)!;
    const options = command.options.filter(({ hidden }) => !hidden).map(({ long }) => long);
    expect(complete(name, '--')).toEqual([...options, '--lang', '--help']);
  });

  it('completes the values of options and arguments', () => {
    expect(complete('explain', '--lang', '')).toEqual(['en', 'pt-BR']);
    expect(complete('run', '--kinds', 'red')).toEqual(kindNames.filter((name) => name.startsWith('red')));
    expect(complete('explain', 'node-d')).toEqual(['node-drain']);
    expect(complete('completion', 'z')).toEqual(['zsh']);
  });

  it('completes files where an option takes one', () => {
    expect(complete('run', '--baseline', 'rep')).toEqual(['report.json']);
  });
});

/** The arguments that the script passes to zsh's completion functions, which are replaced by print. */
const zshArguments = (...words: string[]) =>
  run(
    'zsh',
    '-f',
    '-c',
    'compdef() { }; _describe() { print -rl -- $commands }; _arguments() { print -rl -- "$@" }; source ./zsh; words=("$@"); CURRENT=$#; _lab',
    'zsh',
    'lab',
    ...words,
  );

describe('completion in zsh', () => {
  it('offers every command with its description', ({ skip }) => {
    skip(!isInstalled('zsh'), 'there is no zsh on this machine (apt-get install zsh)');
    const offered = zshArguments('');
    expect(offered.map((each) => each.split(':')[0])).toEqual(commandNames);
    expect(offered[0]).toBe(`${commandNames[0]}:${program.commands[0]!.description()}`);
  });

  it('offers options with their descriptions and values', ({ skip }) => {
    skip(!isInstalled('zsh'), 'there is no zsh on this machine (apt-get install zsh)');
    const offered = zshArguments('explain', '');
    expect(offered).toContainEqual(expect.stringMatching(/^--lang\[.*\]:value:\(en pt-BR\)$/));
    expect(offered).toContainEqual(expect.stringMatching(/^\*:word:\(.*node-drain/));
    expect(zshArguments('run', '')).toContainEqual(expect.stringMatching(/^--baseline\[.*\]:file:_files$/));
  });
});
