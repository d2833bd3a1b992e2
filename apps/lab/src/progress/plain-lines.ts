import { notesOf, headlineOf, silenceOf } from '@persistence-lab/report/told';
import { plain } from '@persistence-lab/report/plain';
import type { Progress } from '@persistence-lab/runner';

/** What a run tells of itself, a line for each cell and remark: for files, pipes and logs. */
export function showLines(write: (line: string) => void, elapsed: () => number): (progress: Progress) => void {
  const tell = (text: string) => write(`${(elapsed() / 1_000).toFixed(1).padStart(6)} s  ${plain(text)}`);
  return (progress) => {
    if (progress.step === 'remark') tell(progress.text);
    if (progress.step !== 'cell') return;
    const { cell } = progress;
    const facts = cell.couldNotRun === null ? [notesOf(cell), `silent: ${silenceOf(cell)}`] : [cell.couldNotRun];
    const undone = cell.afterUndo ? [`after the undo: ${cell.afterUndo.verdict}, ${cell.afterUndo.mark}`] : [];
    tell(`${cell.subject} ${cell.event}: ${headlineOf(cell)}; ${[...facts, ...undone].join('; ')}`);
  };
}
