import type { Text } from '@persistence-lab/language';
import { pages } from '../documentation-pages.ts';
import {
  committedToWal,
  documented,
  inContainer,
  inPod,
  inProcess,
  ofDeployment,
  ofStatefulSet,
  onNode,
  type Rule,
  type Rules,
  twoSentences,
  undocumented,
  withReclaimPolicy,
} from './rule.ts';

const newContainer: Text = {
  en: 'The container starts again from its image: everything in its own layer is lost.',
  'pt-BR': 'O contêiner recomeça a partir da imagem: tudo o que estava na sua própria camada se perde.',
};
const newProcess: Text = {
  en: 'This Redis writes nothing to disk: its data is lost with its process.',
  'pt-BR': 'Este Redis não grava nada em disco: os dados se perdem com o processo.',
};
const newPod: Text = {
  en: 'The volume is deleted with the pod that it belongs to; the replacement starts with an empty one.',
  'pt-BR': 'O volume é apagado com o pod ao qual pertence; o pod substituto começa com um volume vazio.',
};
const claimOfPod: Text = {
  en: 'The claim is deleted with the pod that owns it, and the replacement gets a new volume.',
  'pt-BR': 'O PVC é apagado com o pod que é dono dele, e o pod substituto recebe um novo volume.',
};
const folderOnNode: Text = {
  en: 'The replacement runs on the same node and finds the folder there: Kubernetes does not empty it.',
  'pt-BR': 'O pod substituto roda no mesmo nó e encontra a pasta lá: o Kubernetes não a esvazia.',
};
const claimStays: Text = {
  en: 'The claim outlives its pods: the replacement mounts the same volume.',
  'pt-BR': 'O PVC sobrevive aos seus pods: o pod substituto monta o mesmo volume.',
};
const sameClaim: Text = {
  en: 'The replacement has the same name, therefore the same claim, and finds the data that was synced to its volume.',
  'pt-BR':
    'O pod substituto tem o mesmo nome e, portanto, o mesmo PVC, e encontra os dados que foram sincronizados com o volume.',
};
const podStays: Text = {
  en: 'The pod and its volumes stay: only the container is new.',
  'pt-BR': 'O pod e os seus volumes permanecem: só o contêiner é novo.',
};

/** The pods are deleted and replaced on the same node. */
const podsReplaced: readonly Rule[] = [
  { kinds: inContainer, expected: documented('lost', pages.volumes, newContainer) },
  { kinds: inProcess, expected: documented('lost', pages.redisPersistence, newProcess) },
  { kinds: ['ephemeral'], expected: documented('lost', pages.ephemeralLifecycle, claimOfPod) },
  { kinds: inPod, expected: documented('lost', pages.emptyDir, newPod) },
  { kinds: ['hostpath'], expected: documented('survived', pages.hostPath, folderOnNode) },
  { kinds: ['static-pv'], expected: documented('survived', pages.persistentVolumes, claimStays) },
  { kinds: ofDeployment, expected: documented('survived', pages.persistentVolumes, claimStays) },
  { kinds: ofStatefulSet, expected: documented('survived', pages.statefulSetStorage, sameClaim) },
];

const containerRestarted: readonly Rule[] = [
  { kinds: inContainer, expected: documented('lost', pages.volumes, newContainer) },
  { kinds: inProcess, expected: documented('lost', pages.redisPersistence, newProcess) },
  { kinds: ['postgres'], expected: documented('survived', pages.postgresWal, committedToWal) },
  {
    kinds: ['redis-always', 'redis-everysec'],
    expected: documented('survived', pages.redisPersistence, {
      en: 'Redis writes each change to the append-only file before it answers: only a crash of the machine could lose it.',
      'pt-BR':
        'O Redis grava cada mudança no arquivo append-only antes de responder: só uma queda da máquina poderia perdê-la.',
    }),
  },
  { kinds: inPod, expected: documented('survived', pages.emptyDir, podStays) },
  { kinds: [...onNode, ...ofDeployment, ...ofStatefulSet], expected: documented('survived', pages.volumes, podStays) },
];

const deploymentWaits: Text = {
  en: 'A Deployment does not create its claim again, and its pods wait for one.',
  'pt-BR': 'Um Deployment não cria o seu PVC de novo, e os pods ficam esperando por um.',
};
const newClaim: Text = {
  en: 'The StatefulSet creates another claim, which gets an empty volume.',
  'pt-BR': 'O StatefulSet cria outro PVC, que recebe um volume vazio.',
};
const volumeDeleted: Text = {
  en: 'The volume is deleted with its claim.',
  'pt-BR': 'O volume é apagado com o seu PVC.',
};

const claimDeleted: readonly Rule[] = [
  { kinds: ['ephemeral'], expected: documented('lost, then lost', pages.ephemeralLifecycle, claimOfPod) },
  {
    kinds: ['static-pv', ...ofDeployment],
    where: withReclaimPolicy('retain'),
    expected: documented(
      'blocked, then survived',
      pages.reclaiming,
      twoSentences(deploymentWaits, {
        en: 'The volume is retained and has to be bound to a new claim by hand.',
        'pt-BR': 'O volume é mantido e precisa ser vinculado manualmente a um novo PVC.',
      }),
    ),
  },
  {
    kinds: ['static-pv', ...ofDeployment],
    where: withReclaimPolicy('delete'),
    expected: documented('blocked, then lost', pages.reclaiming, twoSentences(deploymentWaits, volumeDeleted)),
  },
  {
    kinds: ['static-pv', ...ofDeployment],
    expected: documented(
      'blocked',
      pages.persistentVolumes,
      twoSentences(deploymentWaits, {
        en: 'The reclaim policy of the volume is not known.',
        'pt-BR': 'A política de recuperação do volume não é conhecida.',
      }),
    ),
  },
  {
    kinds: ofStatefulSet,
    where: withReclaimPolicy('delete'),
    expected: documented('lost, then lost', pages.reclaiming, twoSentences(volumeDeleted, newClaim)),
  },
  {
    kinds: ofStatefulSet,
    expected: documented(
      'lost',
      pages.reclaiming,
      twoSentences(newClaim, {
        en: 'A retained volume also has to be bound to a claim by hand.',
        'pt-BR': 'Um volume mantido também precisa ser vinculado manualmente a um PVC.',
      }),
    ),
  },
];

export const removal: Rules<
  | 'container-crash'
  | 'oom'
  | 'pod-delete'
  | 'pod-force-delete'
  | 'rollout'
  | 'scale-zero'
  | 'workload-delete'
  | 'claim-delete'
> = {
  'container-crash': containerRestarted,
  oom: [
    {
      kinds: ['memory'],
      expected: documented('survived', pages.emptyDir, {
        en: 'The pod stays, and so do its files in memory; they count towards its memory limit, which has room for them here.',
        'pt-BR':
          'O pod permanece, e os seus arquivos na memória também; eles contam para o limite de memória, que aqui tem espaço para eles.',
      }),
    },
    ...containerRestarted,
  ],
  'pod-delete': podsReplaced,
  'pod-force-delete': [
    {
      kinds: ['postgres', 'redis-always', 'redis-everysec'],
      expected: undocumented({
        en: 'The old process may still write while its replacement runs on the same files: the documentation warns about it and promises nothing.',
        'pt-BR':
          'O processo antigo ainda pode gravar enquanto o substituto usa os mesmos arquivos: a documentação alerta para isso e não promete nada.',
      }),
    },
    ...podsReplaced,
  ],
  rollout: podsReplaced,
  'scale-zero': podsReplaced,
  'workload-delete': [
    {
      kinds: ofStatefulSet,
      expected: documented('survived', pages.statefulSetRetention, {
        en: 'Claims stay when their StatefulSet is deleted, unless it says otherwise; pods with the same names find them again.',
        'pt-BR':
          'Os PVCs ficam quando o StatefulSet é apagado, a menos que ele diga o contrário; pods com os mesmos nomes os reencontram.',
      }),
    },
    ...podsReplaced,
  ],
  'claim-delete': claimDeleted,
};
