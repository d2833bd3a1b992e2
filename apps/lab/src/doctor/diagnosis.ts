import { counted, type CountedNoun, type Language, type Text } from '@persistence-lab/language';
import { createPaint } from '@persistence-lab/report/text/paint';
import { plain, wrap } from '@persistence-lab/report/text/plain';
import type { Finding } from './finding.ts';

interface DiagnosisOptions {
  readonly colour: boolean;
  readonly language: Language;
}

const labels: Readonly<Record<Finding['level'], Text>> = {
  ok: { en: 'ok', 'pt-BR': 'ok' },
  warning: { en: 'warning', 'pt-BR': 'aviso' },
  problem: { en: 'PROBLEM', 'pt-BR': 'PROBLEMA' },
};
const nouns: Readonly<Record<Finding['level'], CountedNoun>> = {
  problem: { en: ['problem', 'problems'], 'pt-BR': ['problema', 'problemas'] },
  warning: { en: ['warning', 'warnings'], 'pt-BR': ['aviso', 'avisos'] },
  ok: { en: ['ok', 'ok'], 'pt-BR': ['ok', 'ok'] },
};
const tones = { ok: 'good', warning: 'doubtful', problem: 'bad' } as const;

/** The findings for a terminal of 80 columns: the label of its level before each, its remedy below. */
export function renderDiagnosis(
  title: string,
  findings: readonly Finding[],
  { colour, language }: DiagnosisOptions,
): string {
  const paint = createPaint(colour);
  const labelWidth = Math.max(...Object.values(labels).map((label) => label[language].length));
  const indent = ' '.repeat(labelWidth + 2);
  const width = 80 - indent.length;
  const lines = findings.flatMap(({ level, what, remedy }) => {
    const [first = '', ...rest] = wrap(plain(what[language]), width);
    const below = remedy === null ? [] : wrap(`-> ${plain(remedy[language])}`, width);
    const label = paint(labels[level][language].padEnd(labelWidth), tones[level]);
    return [`${label}  ${first}`, ...[...rest, ...below].map((line) => indent + line)];
  });
  return [plain(title), '', ...lines, '', summaryOf(findings, language)].join('\n');
}

function summaryOf(findings: readonly Finding[], language: Language): string {
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  return (['problem', 'warning', 'ok'] as const)
    .map((level) => counted(count(level), nouns[level])[language])
    .join(', ');
}
