import type { Language } from '@persistence-lab/language';
import { downtimeOf, headlineOf, keptNotes } from '@persistence-lab/report/cell-facts';
import { plain } from '@persistence-lab/report/text/plain';
import { wordingFor } from '@persistence-lab/report/wording';
import type { Progress } from '@persistence-lab/runner';

/** Writes a line for each cell and remark of a run: for files, pipes and logs. */
export function showLines(
  write: (line: string) => void,
  elapsed: () => number,
  language: Language,
): (progress: Progress) => void {
  const wording = wordingFor(language);
  const { words, verdicts } = wording;
  const show = (text: string) => write(`${(elapsed() / 1_000).toFixed(1).padStart(6)} s  ${plain(text)}`);
  return (progress) => {
    if (progress.step === 'remark') show(progress.text);
    if (progress.step !== 'cell') return;
    const { cell } = progress;
    const facts =
      cell.couldNotRun === null
        ? [keptNotes(cell, wording), `${words.downtime} ${downtimeOf(cell, wording)}`]
        : [cell.couldNotRun];
    const undone = cell.afterUndo
      ? [`${words.afterUndo}: ${verdicts[cell.afterUndo.verdict]}, ${cell.afterUndo.mark}`]
      : [];
    show(`${cell.subject} ${cell.event}: ${headlineOf(cell, wording)}; ${[...facts, ...undone].join('; ')}`);
  };
}
