import { describe, expect, it } from 'vitest';
import { chooseLanguage, counted, formatDuration, messageFor, UserError } from './index.ts';

describe('chooseLanguage', () => {
  it.each([
    [{ LANG: 'pt_BR.UTF-8' }, 'pt-BR'],
    [{ LANG: 'pt_PT' }, 'pt-BR'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'pt_BR.UTF-8' }, 'pt-BR'],
    [{ LANG: 'pt_BR.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, 'en'],
    [{ LANG: 'pt_BR.UTF-8', LC_ALL: '' }, 'pt-BR'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{ LANG: 'C' }, 'en'],
    [{}, 'en'],
  ])('takes %j as %s', (environment, language) => {
    expect(chooseLanguage(environment)).toBe(language);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [826.4, '826 ms'],
    [999.6, '1 s'],
    [4_230, '4.2 s'],
    [59_960, '1 min'],
    [120_000, '2 min'],
    [125_400, '2 min 5 s'],
    [3_600_000, '1 h'],
    [4_200_000, '1 h 10 min'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });

  it('uses the decimal sign of the language', () => {
    expect(formatDuration(4_230, 'pt-BR')).toBe('4,2 s');
  });
});

describe('counted', () => {
  const notes = { en: ['note', 'notes'], 'pt-BR': ['nota', 'notas'] } as const;

  it('agrees with the count in each language', () => {
    expect(counted(1, notes)).toEqual({ en: '1 note', 'pt-BR': '1 nota' });
    expect(counted(1_200, notes)).toEqual({ en: '1,200 notes', 'pt-BR': '1.200 notas' });
    expect(counted(0, notes).en).toBe('0 notes');
  });
});

describe('UserError', () => {
  it('gives its text in the language of the reader, and English to logs', () => {
    const error = new UserError({ en: 'No node.', 'pt-BR': 'Nenhum nó.' });
    expect(messageFor(error, 'pt-BR')).toBe('Nenhum nó.');
    expect(error.message).toBe('No node.');
  });

  it('leaves other errors as they are', () => {
    expect(messageFor(new TypeError('fetch failed'), 'pt-BR')).toBe('fetch failed');
  });
});
