import type { Text } from '@persistence-lab/language';
import { pages } from '../documentation-pages.ts';
import {
  documented,
  inContainer,
  inPod,
  inProcess,
  ofDeployment,
  onNode,
  onOneNode,
  type Rules,
  undocumented,
  unknownAccessScope,
  withAccessScope,
} from './rule.ts';

const separateStorage: Text = {
  en: 'Each replica has its own storage and serves only the notes that are in it.',
  'pt-BR': 'Cada réplica tem o seu próprio armazenamento e serve apenas as notas que estão nele.',
};
const sharedDatabase: Text = {
  en: 'The replicas share one database, which is not scaled with them.',
  'pt-BR': 'As réplicas compartilham um único banco de dados, que não é escalado com elas.',
};
const sharedOnOneNode: Text = {
  en: 'All replicas on one node can share a ReadWriteOnce volume.',
  'pt-BR': 'Todas as réplicas de um mesmo nó podem compartilhar um volume ReadWriteOnce.',
};

export const extension: Rules<'scale-out'> = {
  'scale-out': [
    // No verdict after the undo: Kubernetes does not promise which replica of a Deployment it removes.
    { kinds: [...inContainer, 'emptydir', 'memory'], expected: documented('diverged', pages.volumes, separateStorage) },
    { kinds: inPod, expected: documented('diverged', pages.ephemeralLifecycle, separateStorage) },
    {
      kinds: ['statefulset'],
      expected: documented('diverged, then survived', pages.statefulSetStorage, {
        en: 'Each replica has its own claim; scaling back removes the newest replicas first.',
        'pt-BR': 'Cada réplica tem o seu próprio PVC; ao reduzir, as réplicas mais novas são removidas primeiro.',
      }),
    },
    {
      kinds: ['postgres', 'redis-always', 'redis-everysec', ...inProcess],
      expected: documented('survived, then survived', pages.deployment, sharedDatabase),
    },
    {
      kinds: ['hostpath'],
      where: onOneNode,
      expected: documented('survived, then survived', pages.hostPath, {
        en: 'On one node all replicas share its folder.',
        'pt-BR': 'Em um único nó, todas as réplicas compartilham a pasta dele.',
      }),
    },
    {
      kinds: [...onNode, ...ofDeployment],
      where: onOneNode,
      expected: documented('survived, then survived', pages.accessModes, sharedOnOneNode),
    },
    {
      kinds: onNode,
      expected: undocumented({
        en: 'Replicas on one node share its folder, replicas on two nodes diverge; Kubernetes does not promise where the scheduler places them.',
        'pt-BR':
          'Réplicas no mesmo nó compartilham a pasta dele, em dois nós elas divergem; o Kubernetes não promete onde o escalonador as coloca.',
      }),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('one node'),
      expected: documented('survived, then survived', pages.nodeAffinity, {
        en: 'The node affinity of the volume keeps all replicas on its node, where they share it.',
        'pt-BR': 'A afinidade de nó do volume mantém todas as réplicas no nó dele, onde elas o compartilham.',
      }),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('everywhere'),
      expected: documented('survived, then survived', pages.accessModes, {
        en: 'All replicas mount the volume, on any node.',
        'pt-BR': 'Todas as réplicas montam o volume, em qualquer nó.',
      }),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('follows'),
      expected: undocumented({
        en: 'Replicas on the node of the volume share it, replicas on other nodes wait for it; Kubernetes does not promise where the scheduler places them.',
        'pt-BR':
          'Réplicas no nó do volume o compartilham, réplicas em outros nós esperam por ele; o Kubernetes não promete onde o escalonador as coloca.',
      }),
    },
    { kinds: ofDeployment, expected: undocumented(unknownAccessScope) },
  ],
};
