import type { Cell, EventName } from '@persistence-lab/experiment';
import type { Paint } from '@persistence-lab/report/text/paint';
import { plain } from '@persistence-lab/report/text/plain';
import { counted, formatDuration, type Language, type Text } from '@persistence-lab/language';
import { differenceMark, differs, labelOf } from '@persistence-lab/report/verdict-labels';
import type { ChosenCells } from '@persistence-lab/runner';
import type { Phase, Progress } from '@persistence-lab/runner';

export interface LiveTable {
  update(progress: Progress): void;
  /** The current table, a line a subject. */
  lines(elapsed: number, width: number): string[];
}

const phases: Record<Phase, Text> = {
  moves: { en: 'moving to the target node', 'pt-BR': 'indo para o nó de destino' },
  writes: { en: 'writing notes', 'pt-BR': 'gravando notas' },
  event: { en: 'injecting the fault', 'pt-BR': 'injetando a falha' },
  waits: { en: 'waiting until it serves', 'pt-BR': 'esperando que volte a servir' },
  reads: { en: 'reading every note', 'pt-BR': 'lendo todas as notas' },
  undo: { en: 'undoing', 'pt-BR': 'desfazendo' },
};

const cellNoun = { en: ['cell', 'cells'], 'pt-BR': ['célula', 'células'] } as const;

/** The state of a run for a terminal, where it is redrawn: the cells so far, and the current phase of each subject. */
export function createLiveTable({ subjects, events }: ChosenCells, paint: Paint, language: Language): LiveTable {
  const cells = new Map<string, Cell>();
  const now = new Map<string, string>();
  let remark = '';

  const signOf = (subject: string, event: EventName) => {
    const cell = cells.get(`${subject} ${event}`);
    if (cell === undefined) return '. ';
    return paint(`${labelOf(cell.verdict).sign}${differs(cell) ? differenceMark : ' '}`, labelOf(cell.verdict).tone);
  };
  const label = Math.max(...subjects.map(({ name }) => name.length));

  return {
    update(progress) {
      if (progress.step === 'remark') remark = plain(progress.text);
      if (progress.step === 'phase')
        now.set(progress.subject, `${progress.event}: ${phases[progress.phase][language]}`);
      if (progress.step !== 'cell') return;
      cells.set(`${progress.cell.subject} ${progress.cell.event}`, progress.cell);
      now.delete(progress.cell.subject);
    },
    lines(elapsed, width) {
      const room = Math.max(0, width - label - 2 * events.length - 3);
      const rows = subjects.map(({ name }) => {
        const signs = events.map((event) => signOf(name, event)).join('');
        return `${name.padEnd(label)}  ${signs} ${(now.get(name) ?? '').slice(0, room)}`.trimEnd();
      });
      const head = `${formatDuration(Math.floor(elapsed / 1_000) * 1_000, language)}, ${counted(cells.size, cellNoun)[language]}; ${events.join(' ')}`;
      return [head.slice(0, width), ...rows, remark.slice(0, width)];
    },
  };
}
