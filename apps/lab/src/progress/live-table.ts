import type { Cell, EventName } from '@persistence-lab/experiment';
import type { Paint } from '@persistence-lab/report/paint';
import { plain } from '@persistence-lab/report/plain';
import { differenceMark, differs, wordOf } from '@persistence-lab/report/verdict-words';
import type { ChosenCells, Phase, Progress } from '@persistence-lab/runner';

export interface LiveTable {
  tell(progress: Progress): void;
  /** The table as it is now, a line a subject. */
  lines(elapsed: number, width: number): string[];
}

const doing: Record<Phase, string> = {
  moves: 'joins the others on a node',
  writes: 'writes notes',
  event: 'now',
  waits: 'waits until it serves',
  reads: 'reads every note',
  undo: 'undoes it',
};

/** What a run has found so far, and what it does at the moment: for a terminal, where it is drawn again and again. */
export function createLiveTable({ subjects, events }: ChosenCells, paint: Paint): LiveTable {
  const cells = new Map<string, Cell>();
  const now = new Map<string, string>();
  let remark = '';

  const signOf = (subject: string, event: EventName) => {
    const cell = cells.get(`${subject} ${event}`);
    if (cell === undefined) return '. ';
    return paint(`${wordOf(cell).sign}${differs(cell) ? differenceMark : ' '}`, wordOf(cell).tone);
  };
  const label = Math.max(...subjects.map(({ name }) => name.length));

  return {
    tell(progress) {
      if (progress.step === 'remark') remark = plain(progress.text);
      if (progress.step === 'phase') now.set(progress.subject, `${progress.event}: ${doing[progress.phase]}`);
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
      const head = `${Math.floor(elapsed / 1_000)} s, ${cells.size} cells; ${events.join(' ')}`;
      return [head.slice(0, width), ...rows, remark.slice(0, width)];
    },
  };
}
