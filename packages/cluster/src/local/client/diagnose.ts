import { readFileSync } from 'node:fs';
import { untranslated, type Text } from '@persistence-lab/language';
import type { Workload } from '../../cluster.ts';
import type { ClusterModel, PodState } from '../state/state.ts';

/** Why a workload is not rolled out, a sentence a reason. `logFileOf`: the log of a pod, whose last line is quoted. */
export function diagnose(
  { state }: ClusterModel,
  { name }: Pick<Workload, 'name'>,
  logFileOf: (pod: PodState) => string,
): Text[] {
  const workload = state.workloads.find((each) => each.name === name && !each.deleted);
  if (workload === undefined) return [{ en: `${name} does not exist`, 'pt-BR': `${name} não existe` }];
  const pods = state.pods.filter((pod) => pod.workload === name);
  const reasons = pods
    .filter(({ ready }) => !ready)
    .map((pod): Text => {
      const reason = reasonOf(pod, state.nodes.find((node) => node.name === pod.node)?.ready === false, logFileOf);
      return { en: `${pod.name}: ${reason.en}`, 'pt-BR': `${pod.name}: ${reason['pt-BR']}` };
    });
  if (pods.length < workload.desiredReplicas && reasons.length === 0)
    reasons.push({
      en: `${pods.length} of ${workload.desiredReplicas} pods exist`,
      'pt-BR': `${pods.length} de ${workload.desiredReplicas} Pods existem`,
    });
  return reasons;
}

function reasonOf(pod: PodState, nodeNotReady: boolean, logFileOf: (pod: PodState) => string): Text {
  const { node, terminating, pendingReason, lastExit } = pod;
  if (terminating)
    return nodeNotReady
      ? {
          en: `is still terminating: ${node} is not ready`,
          'pt-BR': `ainda está sendo encerrado: ${node} não está pronto`,
        }
      : { en: 'is still terminating', 'pt-BR': 'ainda está sendo encerrado' };
  if (pendingReason !== null) return untranslated(`Pending: ${pendingReason}`);
  if (nodeNotReady) return { en: `${node} is not ready`, 'pt-BR': `${node} não está pronto` };
  if (lastExit === null) return { en: 'runs and is not ready', 'pt-BR': 'está em execução e não está pronto' };
  const log = lastLine(logFileOf(pod));
  const quoted = log && `: ${log}`;
  return {
    en: `is not ready; its container ${lastExit}${quoted}`,
    'pt-BR': `não está pronto; o contêiner terminou (${lastExit})${quoted}`,
  };
}

function lastLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)?.slice(-600) ?? '';
  } catch {
    return '';
  }
}
