import type { Judgement } from './judge.ts';
import type { Reading } from './verdict.ts';

/** A judgement with the readings that it was made of. */
export interface Outcome extends Judgement {
  readonly readings: readonly Reading[];
}

/** What the undo brought back, in a few words: "left behind on node-1, found again". */
export function compareReadings(before: Outcome, after: Outcome): string {
  if (after.verdict === 'corrupt') return 'corrupt';
  if (after.verdict === 'blocked') return before.verdict === 'blocked' ? 'still blocked' : 'blocked by the undo';
  if (after.verdict === 'survived') return foundAgain(before, after);
  if (before.verdict === 'survived') return `${after.lost} lost by the undo`;
  if (after.verdict === 'diverged') return before.verdict === 'diverged' ? 'still diverged' : 'diverged';
  return foundInPart(before, after);
}

function foundInPart(before: Outcome, after: Outcome): string {
  const part = `${after.kept} of ${after.kept + after.lost}`;
  if (before.verdict === 'blocked') return after.kept === 0 ? 'came back empty' : `came back with ${part}`;
  if (before.verdict === 'diverged') return after.kept === 0 ? 'all lost' : `${part} left`;
  if (after.kept > before.kept) return `${part} found again`;
  if (after.kept < before.kept) return `${before.kept - after.kept} more lost by the undo`;
  return `still ${after.verdict}`;
}

function foundAgain(before: Outcome, after: Outcome): string {
  if (before.verdict === 'survived') return 'still there';
  if (before.verdict === 'blocked') return 'came back';
  if (before.verdict === 'diverged') return 'complete again';
  const left = nodesOf(after).filter((node) => !nodesOf(before).includes(node));
  return left.length > 0 ? `left behind on ${left.join(', ')}, found again` : 'found again';
}

function nodesOf({ readings }: Outcome): string[] {
  return [...new Set(readings.flatMap(({ node }) => node ?? []))].toSorted();
}
