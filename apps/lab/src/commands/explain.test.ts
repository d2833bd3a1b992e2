import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { eventNames, kindNames, verdicts } from '@persistence-lab/experiment';
import { runProgram } from '../program.ts';

describe('lab explain', () => {
  let printed: string[];

  beforeEach(() => {
    printed = [];
    for (const level of ['log', 'error'] as const)
      vi.spyOn(console, level).mockImplementation((text: string) => void printed.push(text));
  });

  afterEach(() => vi.restoreAllMocks());

  async function explain(...args: string[]) {
    const code = await runProgram(['explain', ...args]);
    return { code, text: printed.splice(0).join('\n') };
  }

  const drainExpectation = async (...args: string[]) =>
    /^ {2}node-drain +(.*)/m.exec((await explain('pvc', ...args)).text)?.[1];

  it('lists every kind, event and verdict when no word is given', async () => {
    const { code, text } = await explain();
    const listed = [...text.matchAll(/^ {2}([\w-]+(?: \w+)?) {2,}/gm)].map(([, name]) => name);
    expect(code).toBe(0);
    expect(listed.toSorted()).toEqual([...kindNames, ...eventNames, ...verdicts].toSorted());
  });

  it.each(['en', 'pt-BR'])('explains every kind under every event within 80 columns (%s)', async (language) => {
    for (const kind of kindNames) {
      const { code, text } = await explain(kind, '--lang', language);
      expect(code).toBe(0);
      for (const event of eventNames) expect(text).toMatch(new RegExp(`^  ${event} `, 'm'));
      const tooLong = text.split('\n').filter((line) => line.length > 80 && !line.includes('https://'));
      expect(tooLong).toEqual([]);
    }
  });

  it.each(eventNames)('explains %s with every kind', async (event) => {
    const { text } = await explain(event);
    for (const kind of kindNames) expect(text).toMatch(new RegExp(`^  ${kind} `, 'm'));
  });

  it('explains a verdict of two words', async () => {
    expect((await explain('partly', 'lost')).text).toMatch(/^partly lost: /);
  });

  it('shows an expectation with its source and the sign of the matrix', async () => {
    const { text } = await explain('emptydir');
    expect(text).toMatch(/^ {2}pod-delete +- lost\n(?: {4}.+\n)+? {4}https:\/\/kubernetes\.io\/docs\//m);
  });

  it('adapts the expectations to --nodes and --volumes', async () => {
    expect(await drainExpectation()).toMatch(/blocked/);
    expect(await drainExpectation('--volumes', 'follow')).toMatch(/survived/);
    expect(await drainExpectation('--volumes', 'follow', '--nodes', '1')).toMatch(/blocked/);
  });

  it('explains in Portuguese with --lang pt-BR', async () => {
    const { text } = await explain('pvc', '--lang', 'pt-BR');
    expect(text).toContain('Remoção');
    expect(text).toContain('sobreviveu');
  });

  it('suggests the closest words for an unknown word', async () => {
    expect(await explain('pcv')).toEqual({
      code: 2,
      text: 'There is no kind, event or verdict "pcv". Did you mean "pvc"?',
    });
    expect((await explain('kubernetes-cluster')).text).toContain('Run "lab explain" to list them all');
  });

  it('rejects an invalid number of nodes', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect((await explain('pvc', '--nodes', 'many')).code).toBe(2);
  });
});
