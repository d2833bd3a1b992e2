import { createPaint } from '@persistence-lab/report/text/paint';
import type { ChosenCells } from '@persistence-lab/runner';
import type { Language } from '@persistence-lab/language';
import type { Progress } from '@persistence-lab/runner';
import { createLiveTable } from './live-table.ts';
import { showLines } from './plain-lines.ts';
import { createRedraw } from './redraw.ts';

export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  readonly end: () => void;
}

/** Shows the progress of a run: a live table on a terminal, lines elsewhere. */
export function showRun(
  output: NodeJS.WriteStream,
  cells: ChosenCells,
  { colour, language }: { readonly colour: boolean; readonly language: Language },
): ProgressDisplay {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  if (!output.isTTY)
    return { update: showLines((line) => void output.write(`${line}\n`), elapsed, language), end: () => {} };
  const table = createLiveTable(cells, createPaint(colour), language);
  const redraw = createRedraw(output, (width) => table.lines(elapsed(), width));
  return {
    update(progress) {
      table.update(progress);
      redraw.soon();
    },
    end: redraw.end,
  };
}
