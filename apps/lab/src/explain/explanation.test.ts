import { describe, expect, it } from 'vitest';
import { explain, explainAll, words } from './explanation.ts';

const assumption = { nodes: 1, volumes: 'one-node' } as const;

const ofNodes = (nodes: number) => explain('pvc', 'pt-BR', { ...assumption, nodes })!.join('\n');

describe('explain', () => {
  it.each(words)('explains %s in English and in Portuguese', (word) => {
    const english = explain(word, 'en', assumption)!;
    const portuguese = explain(word, 'pt-BR', assumption)!;
    expect(portuguese.join('\n')).not.toBe(english.join('\n'));
  });

  it('shows the translation of a verdict, with its name in parentheses', () => {
    expect(explain('partly lost', 'en', assumption)![0]).toMatch(/^partly lost: /);
    expect(explain('partly lost', 'pt-BR', assumption)![0]).toMatch(/^perdeu em parte \(partly lost\): /);
  });

  it('writes the number of assumed nodes in singular or plural', () => {
    expect(ofNodes(1)).toContain('Com 1 nó e volumes que só um nó alcança');
    expect(ofNodes(3)).toContain('Com 3 nós e');
  });

  it('returns undefined for an unknown word', () => {
    expect(explain('tape', 'en', assumption)).toBeUndefined();
  });
});

describe('explainAll', () => {
  it('lists every word in each language', () => {
    for (const language of ['en', 'pt-BR'] as const)
      for (const word of words) expect(explainAll(language).join('\n')).toMatch(new RegExp(`^  ${word} `, 'm'));
  });
});
