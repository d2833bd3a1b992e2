import { createPaint } from '@persistence-lab/report/text/paint';
import { plain, wrap } from '@persistence-lab/report/text/plain';
import type { Finding } from './finding.ts';

const marks = { ok: 'ok     ', warning: 'warning', problem: 'PROBLEM' } as const;
const tones = { ok: 'good', warning: 'doubtful', problem: 'bad' } as const;
const indent = ' '.repeat(9);
const width = 80 - indent.length;

/** The findings for people: each with a word for its level, and below it what to do. */
export function renderDiagnosis(title: string, findings: readonly Finding[], colour: boolean): string {
  const paint = createPaint(colour);
  const lines = findings.flatMap(({ level, what, howToMend }) => {
    const [first = '', ...rest] = wrap(plain(what), width);
    const way = howToMend === null ? [] : wrap(`-> ${plain(howToMend)}`, width);
    return [`${paint(marks[level], tones[level])}  ${first}`, ...[...rest, ...way].map((line) => indent + line)];
  });
  return [plain(title), '', ...lines, '', summaryOf(findings)].join('\n');
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  return `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('ok')} ok`;
}

const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
