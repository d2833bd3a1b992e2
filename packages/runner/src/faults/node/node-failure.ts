import { formatDuration, UserError } from '@persistence-lab/language';
import { undefinedOnTimeout } from '../../observe/failures.ts';
import type { NodeFaultInjector } from '../fault-target.ts';
import { isReady, switchNode, switchOnAndWait } from './node-switch.ts';

// A default cluster marks a node without heartbeats as unreachable after 50 s and evicts its pods 300 s later:
// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions
const evictionTime = 360_000;

/** Switches the node off until the undo. */
export const nodeFailure: NodeFaultInjector = {
  async injectNode(context, node) {
    const { cluster, signal } = context;
    await switchNode(context, node, 'off');
    const wait = { timeout: evictionTime, signal };
    const isOff = cluster.waitUntil(`${node} is not ready`, () => !isReady(cluster, node), wait);
    if (!(await undefinedOnTimeout(isOff))) throw stillReady(node);
  },
  inject: async () => {},
  undoNode: switchOnAndWait,
  extraTime: evictionTime,
  needsUndo: true,
};

function stillReady(node: string): UserError {
  return new UserError({
    en: `${node} was switched off, but is still ready ${formatDuration(evictionTime, 'en')} later: check that the command of --node-power stops it.`,
    'pt-BR': `${node} foi desligado, mas continua pronto ${formatDuration(evictionTime, 'pt-BR')} depois: verifique se o comando de --node-power o desliga.`,
  });
}
