import { createPaint } from '@persistence-lab/report/paint';
import type { ChosenCells, Progress } from '@persistence-lab/runner';
import { createLiveTable } from './live-table.ts';
import { showLines } from './plain-lines.ts';
import { createRedraw } from './redraw.ts';

export interface Shown {
  readonly tell: (progress: Progress) => void;
  readonly end: () => void;
}

/** Shows a run while it goes on: a table on a terminal, lines anywhere else. */
export function showRun(output: NodeJS.WriteStream, cells: ChosenCells, colour: boolean): Shown {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  if (!output.isTTY) return { tell: showLines((line) => void output.write(`${line}\n`), elapsed), end: () => {} };
  const table = createLiveTable(cells, createPaint(colour));
  const redraw = createRedraw(output, (width) => table.lines(elapsed(), width));
  return {
    tell(progress) {
      table.tell(progress);
      redraw.soon();
    },
    end: redraw.end,
  };
}
