import { type Cell, type EventName, expectationFor, findEvent } from '@persistence-lab/experiment';
import { gather } from '../target-node.ts';
import { bringHome, type NodeBlow, nodeBlows } from '../faults/node-faults.ts';
import type { Lane, Session } from '../run-context.ts';
import { createTrial, type Trial } from '../trial.ts';

/**
 * Lets the event meet one node after the other, each with all subjects that have their data there, until every subject
 * has been met once.
 */
export async function runNodeEvent(session: Session, lanes: readonly Lane[], event: EventName): Promise<Cell[]> {
  const blow = nodeBlows.get(event);
  if (!blow) return [];
  const trials = lanes.flatMap((lane) => {
    const expectation = expectationFor(lane.kind, event, lane.facts);
    return expectation ? [createTrial(session, lane, event, expectation)] : [];
  });
  const cells: Cell[] = [];
  const end = async (ended: readonly Trial[]) =>
    void cells.push(...(await Promise.all(ended.map((trial) => trial.end()))));

  const gathered = trials.map(({ lane }) => lane);
  if (powerlessFor(session, event) === null && (session.home === null || mayStrike(session, event, session.home)))
    await gather(session, gathered, event);
  let waiting = trials;
  while (waiting.length > 0) {
    const node = nextNode(session, waiting);
    const [there, elsewhere] = partition(waiting, (trial) => node === null || nodesOf(session, trial).includes(node));
    waiting = elsewhere;
    const why = powerlessFor(session, event);
    if (why === null && node !== null && mayStrike(session, event, node)) await round(session, node, blow, there);
    else for (const trial of there) trial.giveUp(why ?? whyNot(trial, node));
    await end(there);
  }
  return cells;
}

async function round(session: Session, node: string, blow: NodeBlow, trials: readonly Trial[]): Promise<void> {
  const together = (step: (trial: Trial) => Promise<unknown>) => Promise.all(trials.map(step));
  await together((trial) => trial.prepare());
  // the node is struck once, when all are ready for it
  let struck: Promise<void> | undefined;
  let undone: Promise<void> | undefined;
  await together((trial) =>
    trial.strike(async (hit) => {
      await (struck ??= blow.strikeNode(session, node));
      await blow.strike(hit, node);
    }),
  );
  await together((trial) => trial.observe(session.options.deadline + blow.takes));
  if (!blow.readsAgain) {
    const [{ status }] = await Promise.allSettled([struck]);
    if (status === 'rejected') await together((trial) => trial.undo(() => (undone ??= blow.undoNode(session, node))));
    return;
  }
  await together((trial) =>
    trial.undo(async (hit) => {
      await (undone ??= blow.undoNode(session, node));
      await bringHome(hit, node);
    }),
  );
  await together((trial) => trial.observeUndone());
}

/** The node where most of those that wait have their data; null when they have none anywhere. */
function nextNode(session: Session, waiting: readonly Trial[]): string | null {
  const counts = new Map<string, number>();
  for (const node of waiting.flatMap((trial) => nodesOf(session, trial))) counts.set(node, (counts.get(node) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function nodesOf({ cluster }: Session, { lane }: Trial): string[] {
  return [
    ...new Set(
      cluster.dataReplicas(lane.subject).flatMap(({ node, terminating }) => (node && !terminating ? [node] : [])),
    ),
  ];
}

const powerlessFor = ({ powerless }: Session, event: EventName) =>
  findEvent(event)?.needsNodePower ? powerless : null;

function mayStrike({ cluster }: Session, event: EventName, node: string): boolean {
  const isControlPlane = cluster.nodes().find(({ name }) => name === node)?.controlPlane === true;
  return !(isControlPlane && findEvent(event)?.needsNodePower);
}

const whyNot = ({ lane }: Trial, node: string | null) =>
  node === null
    ? (lane.broken ?? `${lane.subject.name} has its data on no node.`)
    : `${lane.subject.name} has its data on ${node}, which runs the control plane: without it there is no cluster.`;

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  const { yes = [], no = [] } = Object.groupBy(items, (item) => (belongs(item) ? 'yes' : 'no'));
  return [yes, no];
}
