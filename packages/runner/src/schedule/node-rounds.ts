import { type Cell, type EventName, expectationFor, findEvent } from '@persistence-lab/experiment';
import type { Text } from '@persistence-lab/language';
import type { NodeFaultInjector } from '../faults/fault-target.ts';
import type { RunContext, SubjectRun } from '../run-context.ts';
import { createTrial, type Trial } from '../trial.ts';
import { colocate, moveBack } from './colocation.ts';

/**
 * Injects the event into one node after another, each time with all subjects whose data is on the node, until every
 * subject was affected once.
 */
export async function runNodeEvent(
  context: RunContext,
  runs: readonly SubjectRun[],
  event: EventName,
  injector: NodeFaultInjector,
): Promise<Cell[]> {
  const trials = runs.flatMap((run) => {
    const expectation = expectationFor(run.kind, event, run.facts);
    return expectation ? [createTrial(context, run, event, expectation)] : [];
  });
  const possibleRuns = trials.map(({ run }) => run);
  const { targetNode } = context;
  if (canInject(context, event, targetNode)) await colocate(context, possibleRuns, event);
  const cells: Cell[] = [];
  let waiting = trials;
  while (waiting.length > 0) {
    const node = nextNode(context, waiting);
    const { here = [], elsewhere = [] } = Object.groupBy(waiting, (trial) =>
      node === null || nodesOf(context, trial).includes(node) ? 'here' : 'elsewhere',
    );
    waiting = elsewhere;
    if (node !== null && canInject(context, event, node)) await runRound(context, node, injector, here);
    else for (const trial of here) trial.skip(skipReason(context, trial, node));
    cells.push(...(await Promise.all(here.map((trial) => trial.end()))));
  }
  return cells;
}

async function runRound(
  context: RunContext,
  node: string,
  injector: NodeFaultInjector,
  trials: readonly Trial[],
): Promise<void> {
  const together = (step: (trial: Trial) => Promise<unknown>) => Promise.all(trials.map(step));
  // the node is changed once, when all trials are prepared
  let injected: Promise<void> | undefined;
  let undone: Promise<void> | undefined;
  await together((trial) => trial.prepare());
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

/** The node with the data of most of the waiting subjects; null if none of them has data on any node. */
function nextNode(context: RunContext, waiting: readonly Trial[]): string | null {
  const counts = new Map<string, number>();
  for (const node of waiting.flatMap((trial) => nodesOf(context, trial))) counts.set(node, (counts.get(node) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

function nodesOf({ cluster }: RunContext, { run }: Trial): string[] {
  const nodes = cluster
    .dataReplicas(run.subject)
    .flatMap(({ node, terminating }) => (node && !terminating ? [node] : []));
  return [...new Set(nodes)];
}

/** @param node null: on any node */
function canInject(context: RunContext, event: EventName, node: string | null): boolean {
  if (!findEvent(event)?.needsNodePower) return true;
  const isControlPlane = context.cluster.nodes().some(({ name, controlPlane }) => name === node && controlPlane);
  return context.nodePowerProblem === null && !isControlPlane;
}

function skipReason({ language, nodePowerProblem }: RunContext, { event, run }: Trial, node: string | null): string {
  if (nodePowerProblem !== null && findEvent(event)?.needsNodePower) return nodePowerProblem;
  const { name } = run.subject;
  return node === null ? (run.skipReason ?? noNode(name)[language]) : onControlPlane(name, node)[language];
}

const noNode = (subject: string): Text => ({
  en: `${subject} has its data on no node.`,
  'pt-BR': `${subject} não tem dados em nenhum nó.`,
});

const onControlPlane = (subject: string, node: string): Text => ({
  en: `${subject} has its data on ${node}, which runs the control plane: without that node there is no cluster.`,
  'pt-BR': `${subject} tem os dados em ${node}, que roda o plano de controle: sem esse nó não há cluster.`,
});
