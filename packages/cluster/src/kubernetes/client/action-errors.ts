import type { KubeConfig } from '@kubernetes/client-node';
import type { Text } from '@persistence-lab/language';
import type { Cluster } from '../../cluster.ts';
import type { RecordedActions } from '../../runs/recorded-actions.ts';
import type { ReplicaActions } from '../replica-actions/replica-actions.ts';
import { toClusterError } from './to-cluster-error.ts';

type Action = (...args: never[]) => Promise<unknown>;

/** What an action does, as the beginning of its error: "Deleting notes-pvc-0". */
export type ActionDescriptions<T extends Record<keyof T, Action>> = {
  [Name in keyof T]: (...args: Parameters<T[Name]>) => Text;
};

/** Turns every rejection of these actions into a ClusterError that begins with the action's description. */
export function withClusterErrors<T extends Record<keyof T, Action>>(
  config: KubeConfig,
  actions: T,
  descriptions: ActionDescriptions<NoInfer<T>>,
): T {
  const wrap = (name: keyof T) => {
    return async (...args: Parameters<T[typeof name]>) => {
      try {
        return await actions[name](...args);
      } catch (error) {
        throw toClusterError(error, descriptions[name](...args), config.getCurrentCluster()?.server ?? '');
      }
    };
  };
  const names = Object.keys(actions) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, wrap(name)])) as unknown as T;
}

type Actions = RecordedActions & ReplicaActions & Pick<Cluster, 'diagnose' | 'beginRun' | 'findOpenRun' | 'restore'>;

const powerVerbs = {
  off: { en: 'Switching off', 'pt-BR': 'Ao desligar' },
  on: { en: 'Switching on', 'pt-BR': 'Ao ligar' },
} as const;

export const actionDescriptions: ActionDescriptions<Actions> = {
  crash: ({ name }) => ({ en: `Crashing ${name}`, 'pt-BR': `Ao derrubar ${name}` }),
  oomKill: ({ name }) => ({ en: `Exhausting the memory of ${name}`, 'pt-BR': `Ao esgotar a memória de ${name}` }),
  delete: ({ name }) => ({ en: `Deleting ${name}`, 'pt-BR': `Ao excluir ${name}` }),
  evict: ({ name }) => ({ en: `Evicting ${name}`, 'pt-BR': `Ao despejar ${name}` }),
  rollout: ({ name }) => ({ en: `Rolling out ${name}`, 'pt-BR': `Ao reiniciar as réplicas de ${name}` }),
  scale: ({ name }, replicas) => ({
    en: `Scaling ${name} to ${replicas}`,
    'pt-BR': `Ao escalar ${name} para ${replicas}`,
  }),
  deleteWorkload: ({ name }) => ({ en: `Deleting ${name}`, 'pt-BR': `Ao excluir ${name}` }),
  deleteClaims: ({ name }) => ({
    en: `Deleting the claims of ${name}`,
    'pt-BR': `Ao excluir os PersistentVolumeClaims de ${name}`,
  }),
  recreate: ({ name }) => ({ en: `Recreating ${name}`, 'pt-BR': `Ao recriar ${name}` }),
  cordon: (node) => ({ en: `Cordoning ${node}`, 'pt-BR': `Ao isolar (cordon) ${node}` }),
  uncordon: (node) => ({ en: `Uncordoning ${node}`, 'pt-BR': `Ao liberar (uncordon) ${node}` }),
  setNodePower: (node, action) => ({
    en: `${powerVerbs[action].en} ${node}`,
    'pt-BR': `${powerVerbs[action]['pt-BR']} ${node}`,
  }),
  diagnose: ({ name }) => ({ en: `Diagnosing ${name}`, 'pt-BR': `Ao diagnosticar ${name}` }),
  beginRun: () => ({ en: 'Recording the run', 'pt-BR': 'Ao registrar a execução' }),
  findOpenRun: () => ({ en: 'Looking for an open run', 'pt-BR': 'Ao procurar uma execução aberta' }),
  restore: () => ({ en: 'Restoring the cluster', 'pt-BR': 'Ao restaurar o cluster' }),
};
