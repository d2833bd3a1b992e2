import { type Cell, type EventName, expectationFor, findEvent } from '@persistence-lab/experiment';
import { colocate } from '../target-node.ts';
import { moveBack, type NodeFaultInjector, nodeFaultInjectors } from '../faults/node-faults.ts';
import type { SubjectRun, RunContext } from '../run-context.ts';
import { createTrial, type Trial } from '../trial.ts';

/**
 * Lets the event meet one node after the other, each with all subjects that have their data there, until every subject
 * has been met once.
 */
export async function runNodeEvent(
  context: RunContext,
  subjectRuns: readonly SubjectRun[],
  event: EventName,
): Promise<Cell[]> {
  const injector = nodeFaultInjectors.get(event);
  if (!injector) return [];
  const trials = subjectRuns.flatMap((run) => {
    const expectation = expectationFor(run.kind, event, run.facts);
    return expectation ? [createTrial(context, run, event, expectation)] : [];
  });
  const cells: Cell[] = [];
  const end = async (ended: readonly Trial[]) =>
    void cells.push(...(await Promise.all(ended.map((trial) => trial.end()))));

  const gathered = trials.map(({ run }) => run);
  if (
    nodePowerProblemFor(context, event) === null &&
    (context.targetNode === null || mayInject(context, event, context.targetNode))
  )
    await colocate(context, gathered, event);
  let waiting = trials;
  while (waiting.length > 0) {
    const node = nextNode(context, waiting);
    const [there, elsewhere] = partition(waiting, (trial) => node === null || nodesOf(context, trial).includes(node));
    waiting = elsewhere;
    const why = nodePowerProblemFor(context, event);
    if (why === null && node !== null && mayInject(context, event, node)) await round(context, node, injector, there);
    else for (const trial of there) trial.skip(why ?? whyNot(trial, node));
    await end(there);
  }
  return cells;
}

async function round(
  context: RunContext,
  node: string,
  injector: NodeFaultInjector,
  trials: readonly Trial[],
): Promise<void> {
  const together = (step: (trial: Trial) => Promise<unknown>) => Promise.all(trials.map(step));
  await together((trial) => trial.prepare());
  // the node is injected once, when all are ready for it
  let injected: Promise<void> | undefined;
  let undone: Promise<void> | undefined;
  await together((trial) =>
    trial.inject(async (target) => {
      await (injected ??= injector.injectNode(context, node));
      await injector.inject(target, node);
    }),
  );
  await together((trial) => trial.observe(context.options.deadline + injector.extraTime));
  if (!injector.needsUndo) {
    const [{ status }] = await Promise.allSettled([injected]);
    if (status === 'rejected')
      await together((trial) => trial.undo(() => (undone ??= injector.undoNode(context, node))));
    return;
  }
  await together((trial) =>
    trial.undo(async (target) => {
      await (undone ??= injector.undoNode(context, node));
      await moveBack(target, node);
    }),
  );
  await together((trial) => trial.observeUndone());
}

/** The node where most of those that wait have their data; null when they have none anywhere. */
function nextNode(context: RunContext, waiting: readonly Trial[]): string | null {
  const counts = new Map<string, number>();
  for (const node of waiting.flatMap((trial) => nodesOf(context, trial))) counts.set(node, (counts.get(node) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function nodesOf({ cluster }: RunContext, { run }: Trial): string[] {
  return [
    ...new Set(
      cluster.dataReplicas(run.subject).flatMap(({ node, terminating }) => (node && !terminating ? [node] : [])),
    ),
  ];
}

const nodePowerProblemFor = ({ nodePowerProblem }: RunContext, event: EventName) =>
  findEvent(event)?.needsNodePower ? nodePowerProblem : null;

function mayInject({ cluster }: RunContext, event: EventName, node: string): boolean {
  const isControlPlane = cluster.nodes().find(({ name }) => name === node)?.controlPlane === true;
  return !(isControlPlane && findEvent(event)?.needsNodePower);
}

const whyNot = ({ run }: Trial, node: string | null) =>
  node === null
    ? (run.skipReason ?? `${run.subject.name} has its data on no node.`)
    : `${run.subject.name} has its data on ${node}, which runs the control plane: without it there is no cluster.`;

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  const { yes = [], no = [] } = Object.groupBy(items, (item) => (belongs(item) ? 'yes' : 'no'));
  return [yes, no];
}
