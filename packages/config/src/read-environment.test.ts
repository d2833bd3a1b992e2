import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assert, property, string } from 'fast-check';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import { duration, oneOf, port, secret, text, url } from './kinds.ts';
import { type Environment, readEnvironment } from './read-environment.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const variables = {
  port: port('PORT', { default: 8080, description: 'Port' }),
  store: oneOf('STORE', ['file', 'postgres'], { default: 'file', description: 'Store' }),
  wait: duration('WAIT', { optional: true, description: 'Wait' }),
  name: text('NAME', { description: 'Name' }),
  database: url('DATABASE', { schemes: ['postgres'], requiredWhen: { STORE: 'postgres' }, description: 'Database' }),
  password: secret('PASSWORD', { requiredWhen: { STORE: 'postgres' }, description: 'Password' }),
};

function problemsOf(env: Environment): string[] {
  const reading = readEnvironment(variables, env);
  return reading.ok ? [] : reading.problems;
}

function fileWith(content: string): string {
  const path = join(mkdtempSync(join(folder, 'file-')), 'value');
  writeFileSync(path, content);
  return path;
}

describe('a valid environment', () => {
  it('becomes typed values, with defaults for what is not set', () => {
    const reading = readEnvironment(variables, { NAME: 'one', WAIT: '2s' });
    if (!reading.ok) throw new Error(reading.problems.join());
    expect(reading.config).toEqual({
      port: 8080,
      store: 'file',
      wait: 2000,
      name: 'one',
      database: undefined,
      password: undefined,
    });
    expectTypeOf(reading.config.store).toEqualTypeOf<'file' | 'postgres'>();
    expectTypeOf(reading.config.wait).toEqualTypeOf<number | undefined>();
  });

  it('treats an empty text as not set', () => {
    expect(readEnvironment(variables, { NAME: 'one', PORT: '' })).toMatchObject({ config: { port: 8080 } });
    expect(problemsOf({ NAME: '' })).toEqual(['NAME: not set, expected a text']);
  });

  it('reports the source of each value, and hides secrets', () => {
    const password = fileWith('hunter2');
    const reading = readEnvironment(variables, { NAME: 'one', PASSWORD_FILE: password });
    expect(reading).toMatchObject({
      settings: [
        { name: 'PORT', text: '8080', source: 'default' },
        { name: 'STORE', text: 'file', source: 'default' },
        { name: 'WAIT', text: '', source: 'not set' },
        { name: 'NAME', text: 'one', source: 'environment' },
        { name: 'DATABASE', text: '', source: 'not set' },
        { name: 'PASSWORD', text: '(hidden)', source: `file ${password}` },
      ],
    });
  });
});

describe('problems', () => {
  it('are all reported at once, each with the variable, the value and what is expected', () => {
    expect(problemsOf({ PORT: 'http', STORE: 'postgres', WAIT: '5', DATABASE: 'mysql://x' })).toEqual([
      'PORT: got "http", expected a whole number from 0 to 65535',
      'WAIT: got "5", expected a duration such as 500ms, 30s, 2m or 1h',
      'NAME: not set, expected a text',
      'DATABASE: got "mysql://x", expected a URL that begins with postgres:// and contains no password',
      'PASSWORD: not set, but required because STORE is postgres; expected a secret text',
    ]);
  });

  it('include a variable that the value of another requires, even a default value', () => {
    const byDefault = {
      ...variables,
      store: oneOf('STORE', ['file', 'postgres'], { default: 'postgres', description: '' }),
    };
    expect(readEnvironment(byDefault, { NAME: 'one', DATABASE: 'postgres://db' })).toMatchObject({
      problems: ['PASSWORD: not set, but required because STORE is postgres; expected a secret text'],
    });
    expect(problemsOf({ NAME: 'one', STORE: 'file' })).toEqual([]);
  });

  it('never show a password, whichever variable holds it', () => {
    const withPassword = { NAME: 'one', DATABASE: 'postgres://me:hunter2@db/notes' };
    expect(problemsOf(withPassword).join()).toContain('got "postgres://me:(hidden)@db/notes"');
    assert(
      property(string({ minLength: 8 }), (password) => {
        const env = { NAME: 'one', STORE: 'postgres', PASSWORD: password, PASSWORD_FILE: 'x' };
        return !problemsOf(env).join().includes(password);
      }),
    );
  });

  it('show the value in quotes, so that spaces and line ends are visible', () => {
    expect(problemsOf({ NAME: 'one', PORT: ' 80\n' })).toEqual([
      'PORT: got " 80\\n", expected a whole number from 0 to 65535',
    ]);
  });

  it('come with a hint at a name that is probably misspelled', () => {
    expect(readEnvironment(variables, { NAEM: 'one' })).toMatchObject({
      problems: ['NAME: not set, expected a text'],
      hints: ['NAEM is set, but nothing reads it. Did you mean NAME?'],
    });
  });
});

describe('X_FILE', () => {
  it.each([
    ['hunter2', 'hunter2'],
    ['hunter2\n', 'hunter2'],
    ['hunter2\r\n', 'hunter2'],
    [' two\nlines \n\n', ' two\nlines \n'],
  ])('reads the content %j as %j, without one final line end', (content, value) => {
    const reading = readEnvironment(variables, { NAME: 'one', PASSWORD_FILE: fileWith(content) });
    expect(reading).toMatchObject({ config: { password: value } });
  });

  it('works for every variable, and parses the content', () => {
    const env = { NAME: 'one', PORT_FILE: fileWith('81\n') };
    expect(readEnvironment(variables, env)).toMatchObject({ config: { port: 81 } });
    expect(problemsOf({ NAME: 'one', PORT_FILE: fileWith('x') })[0]).toMatch(/^PORT: got "x", expected/);
  });

  it('beside X is a problem', () => {
    expect(problemsOf({ NAME: 'one', PORT: '80', PORT_FILE: fileWith('81') })).toEqual([
      'PORT: both PORT and PORT_FILE are set; set one of them',
    ]);
  });

  it('is a problem when its file is missing, a folder, or empty', () => {
    expect(problemsOf({ NAME_FILE: '/no/such/file' })).toEqual([
      "NAME: cannot read the file that NAME_FILE names: ENOENT: no such file or directory, open '/no/such/file'",
    ]);
    expect(problemsOf({ NAME_FILE: folder })[0]).toMatch(/cannot read .* EISDIR/);
    expect(problemsOf({ NAME_FILE: fileWith('\n') })[0]).toMatch(/NAME_FILE names, .*, is empty/);
  });

  it('is a problem when its file is not readable', ({ skip }) => {
    skip(process.getuid?.() === 0, 'root can read every file');
    const path = fileWith('x');
    chmodSync(path, 0);
    expect(problemsOf({ NAME_FILE: path })[0]).toMatch(/cannot read .* EACCES/);
  });
});
