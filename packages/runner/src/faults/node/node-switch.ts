import type { Cluster } from '@persistence-lab/cluster';
import { ClusterError } from '@persistence-lab/cluster/error';
import { formatDuration, type Text, UserError } from '@persistence-lab/language';
import { summaryOf, undefinedOnTimeout } from '../../observe/failures.ts';
import type { RunContext } from '../../run-context.ts';
import { NodePowerError } from '../../setup/node-power.ts';

/**
 * Switches a node off or on. After the first failure the run skips the remaining events that switch nodes, because each
 * attempt may take minutes to fail; the output of the command is reported once.
 */
export async function switchNode(context: RunContext, node: string, action: 'off' | 'on'): Promise<void> {
  const { cluster, language, onProgress } = context;
  try {
    await cluster.setNodePower(node, action);
  } catch (error) {
    if (error instanceof ClusterError && error.code === 'refused' && context.nodePowerProblem === null) {
      const summary = summaryOf(error, language);
      context.nodePowerProblem = summary;
      if (error instanceof NodePowerError) onProgress({ step: 'remark', text: [summary, ...error.output].join('\n') });
    }
    throw error;
  }
}

export async function switchOnAndWait(context: RunContext, node: string): Promise<void> {
  await switchNode(context, node, 'on');
  await waitUntilReady(context, node);
}

/**
 * Waits until the node is ready again.
 * @throws UserError if it does not become ready: the cell would say nothing about the event, and no other node must fail
 */
export async function waitUntilReady(context: RunContext, node: string): Promise<void> {
  const { cluster, signal, options, language } = context;
  const wait = { timeout: options.deadline, signal };
  const ready = cluster.waitUntil(`${node} is ready`, () => isReady(cluster, node), wait);
  if (await undefinedOnTimeout(ready)) return;
  const text = notReadyAgain(node, options.deadline);
  context.nodePowerProblem ??= text[language];
  throw new UserError(text);
}

export const isReady = (cluster: Cluster, node: string): boolean =>
  cluster.nodes().some(({ name, ready }) => name === node && ready);

function notReadyAgain(node: string, deadline: number): Text {
  return {
    en: `${node} was switched on, but is not ready ${formatDuration(deadline, 'en')} later: check that the command of --node-power starts it.`,
    'pt-BR': `${node} foi ligado, mas não está pronto ${formatDuration(deadline, 'pt-BR')} depois: verifique se o comando de --node-power o liga.`,
  };
}
