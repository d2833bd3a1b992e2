import {
  asExpected,
  type Cell,
  type EventName,
  eventNames,
  expectationFor,
  type KindName,
} from '@persistence-lab/experiment';

const anyCluster = { nodes: 3, replicas: 3, accessScope: () => null, reclaimPolicy: () => null };

/** The events that can happen to a kind of storage. */
export const eventsOf = (kind: KindName): EventName[] =>
  eventNames.filter((event) => expectationFor(kind, event, anyCluster) !== null);

const changing: readonly EventName[] = ['claim-delete', 'scale-out', 'node-drain', 'node-failure'];

/**
 * What is wrong with a cell of a run on a cluster that does as the documentation says, a sentence each.
 * `mayNotRun`: whether a cell of this cluster can be without a verdict, for the reason that it tells.
 */
export function problemsOf(cell: Cell, notes: number, mayNotRun: (cell: Cell) => boolean = () => false): string[] {
  if (cell.verdict === null) return mayNotRun(cell) ? [] : [`${cell.event} could not run: ${cell.couldNotRun}`];
  const { verdict, afterUndo, expectation } = cell;
  const asserts = expectation.verdict !== null || expectation.afterUndo !== null;
  const fulfilled = asExpected(cell);
  const found: [boolean, string][] = [
    [fulfilled === false, `is ${described(cell)}, expected ${described({ ...expectation, afterUndo: undone(cell) })}`],
    [fulfilled === null && asserts, 'was not read after the undo'],
    [cell.asExpected !== fulfilled, `says ${cell.asExpected} of its expectation`],
    [changing.includes(cell.event) && afterUndo === null, 'was not undone'],
    [cell.acknowledged < notes, `has ${cell.acknowledged} notes, less than ${notes}`],
    [verdict === 'blocked' && cell.reasons.length === 0, 'is blocked, and does not say why'],
    [verdict !== 'blocked' && cell.kept + cell.lost !== cell.acknowledged, countsOf(cell)],
  ];
  return found.flatMap(([isWrong, what]) => (isWrong ? [`${cell.event} ${what}`] : []));
}

const undone = ({ expectation }: Cell) => (expectation.afterUndo === null ? null : { verdict: expectation.afterUndo });

const described = ({ verdict, afterUndo }: { verdict: string | null; afterUndo: { verdict: string } | null }) =>
  [verdict ?? 'anything', ...(afterUndo ? [`then ${afterUndo.verdict}`] : [])].join(', ');

const countsOf = ({ kept, lost, acknowledged }: Cell) =>
  `counts ${kept} kept and ${lost} lost of ${acknowledged} acknowledged`;
