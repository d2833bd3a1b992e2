import type { Topic, Verdict } from '@persistence-lab/experiment';
import { counted, formatDuration, type CountedNoun, type Language, type Text } from '@persistence-lab/language';

/** The words of a report that stand alone; a missing translation is a type error. */
const words = {
  title: { en: 'What survived', 'pt-BR': 'O que sobreviveu' },
  matrix: { en: 'Matrix', 'pt-BR': 'Matriz' },
  matrixCaption: {
    en: 'Kinds of storage against events; each verdict links to its details',
    'pt-BR': 'Tipos de armazenamento e eventos; cada veredicto leva aos detalhes',
  },
  backToMatrix: { en: 'back to the matrix', 'pt-BR': 'voltar à matriz' },
  legend: { en: 'Legend', 'pt-BR': 'Legenda' },
  legendOfPage: {
    en: 'then: after the undo; framed: differs from the documentation; the time: the downtime',
    'pt-BR': 'depois: após desfazer; com moldura: difere da documentação; o tempo: a indisponibilidade',
  },
  cells: { en: 'Cells', 'pt-BR': 'Células' },
  notable: { en: 'Look at these cells', 'pt-BR': 'Células que merecem atenção' },
  leftovers: { en: 'Left behind in the cluster', 'pt-BR': 'O que ficou para trás no cluster' },
  figures: { en: 'Figures', 'pt-BR': 'Números' },
  kind: { en: 'kind', 'pt-BR': 'tipo' },
  subject: { en: 'subject', 'pt-BR': 'alvo' },
  event: { en: 'event', 'pt-BR': 'evento' },
  verdict: { en: 'verdict', 'pt-BR': 'veredicto' },
  acknowledged: { en: 'acknowledged', 'pt-BR': 'confirmadas' },
  kept: { en: 'kept', 'pt-BR': 'mantidas' },
  lost: { en: 'lost', 'pt-BR': 'perdidas' },
  missing: { en: 'missing', 'pt-BR': 'ausentes' },
  stale: { en: 'stale', 'pt-BR': 'desatualizadas' },
  changed: { en: 'changed', 'pt-BR': 'alteradas' },
  downtime: { en: 'downtime', 'pt-BR': 'fora do ar' },
  noEnd: { en: 'no end', 'pt-BR': 'sem fim' },
  notRun: { en: 'not run', 'pt-BR': 'não executado' },
  couldNotRun: { en: 'could not run', 'pt-BR': 'não executou' },
  notes: { en: 'notes', 'pt-BR': 'notas' },
  reasons: { en: 'reasons', 'pt-BR': 'motivos' },
  replicas: { en: 'replicas', 'pt-BR': 'réplicas' },
  afterUndo: { en: 'after the undo', 'pt-BR': 'após desfazer' },
  replicasAfterUndo: { en: 'replicas then', 'pt-BR': 'réplicas então' },
  expected: { en: 'expected', 'pt-BR': 'esperado' },
  because: { en: 'because', 'pt-BR': 'porque' },
  source: { en: 'source', 'pt-BR': 'fonte' },
  evidence: { en: 'evidence', 'pt-BR': 'evidência' },
  afterwards: { en: 'then', 'pt-BR': 'depois' },
  differs: { en: 'differs', 'pt-BR': 'difere' },
  differsFromDocumentation: { en: 'differs from the documentation', 'pt-BR': 'difere da documentação' },
  documentationIsSilent: { en: 'the documentation does not say', 'pt-BR': 'a documentação não diz' },
  noAnswerAfterEvent: { en: 'no answer until the end', 'pt-BR': 'sem resposta até o fim' },
  nothingRun: { en: 'nothing was run', 'pt-BR': 'nada foi executado' },
  simulated: { en: 'simulated', 'pt-BR': 'simulado' },
  comparison: { en: 'Compared with another run', 'pt-BR': 'Comparação com outra execução' },
  baseline: { en: 'baseline', 'pt-BR': 'referência' },
  now: { en: 'now', 'pt-BR': 'agora' },
} as const satisfies Record<string, Text>;

const nouns = {
  cell: { en: ['cell', 'cells'], 'pt-BR': ['célula', 'células'] },
  node: { en: ['node', 'nodes'], 'pt-BR': ['nó', 'nós'] },
  note: { en: ['note', 'notes'], 'pt-BR': ['nota', 'notas'] },
  replica: { en: ['replica', 'replicas'], 'pt-BR': ['réplica', 'réplicas'] },
} as const satisfies Record<string, CountedNoun>;

const verdicts: Readonly<Record<Verdict, Text>> = {
  survived: { en: 'survived', 'pt-BR': 'sobreviveu' },
  'partly lost': { en: 'partly lost', 'pt-BR': 'perdeu em parte' },
  lost: { en: 'lost', 'pt-BR': 'perdeu tudo' },
  diverged: { en: 'diverged', 'pt-BR': 'divergiu' },
  blocked: { en: 'blocked', 'pt-BR': 'bloqueado' },
  corrupt: { en: 'corrupt', 'pt-BR': 'corrompido' },
};

const topics: Readonly<Record<Topic, Text>> = {
  removal: { en: 'removal', 'pt-BR': 'remoção' },
  extension: { en: 'extension', 'pt-BR': 'extensão' },
  movement: { en: 'movement', 'pt-BR': 'movimentação' },
};

/** Kinds of moments of a timeline. */
const moments = {
  event: { en: 'event', 'pt-BR': 'evento' },
  replica: { en: 'replica', 'pt-BR': 'réplica' },
  answers: { en: 'answers', 'pt-BR': 'responde' },
  silent: { en: 'does not answer', 'pt-BR': 'não responde' },
  read: { en: 'read', 'pt-BR': 'leitura' },
  undo: { en: 'undo', 'pt-BR': 'desfazer' },
  note: { en: 'remark', 'pt-BR': 'observação' },
} as const satisfies Record<string, Text>;

type InLanguage<Texts> = { readonly [Name in keyof Texts]: string };

/** The texts of a report in one language. */
export interface Wording {
  readonly language: Language;
  readonly words: InLanguage<typeof words>;
  readonly verdicts: InLanguage<typeof verdicts>;
  readonly topics: InLanguage<typeof topics>;
  readonly moments: InLanguage<typeof moments>;
  /** `1,200`, `1.200`. */
  count(count: number): string;
  /** `1 note`, `2 notes`. */
  counted(count: number, noun: keyof typeof nouns): string;
  /** `4.2 s`. */
  duration(milliseconds: number): string;
  /** The text in this language. */
  say(text: Text): string;
}

export function wordingFor(language: Language): Wording {
  const pick = <Texts extends Record<string, Text>>(texts: Texts) =>
    Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text[language]])) as InLanguage<Texts>;
  return {
    language,
    words: pick(words),
    verdicts: pick(verdicts),
    topics: pick(topics),
    moments: pick(moments),
    count: (count) => count.toLocaleString(language),
    counted: (count, noun) => counted(count, nouns[noun])[language],
    duration: (milliseconds) => formatDuration(milliseconds, language),
    say: (text) => text[language],
  };
}
