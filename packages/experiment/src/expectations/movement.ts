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
  onOneNode,
  type Rule,
  type Rules,
  twoSentences,
  undocumented,
  unknownAccessScope,
  withAccessScope,
} from './rule.ts';

const noOtherNode: Text = {
  en: 'No other node can run its pods: they wait for this one.',
  'pt-BR': 'Nenhum outro nó pode rodar os seus pods: eles esperam por este.',
};
const startsEmpty: Text = {
  en: 'The replacement on another node starts empty, and so does the next one.',
  'pt-BR': 'O pod substituto, em outro nó, começa vazio, e o seguinte também.',
};
const leftBehind: Text = {
  en: 'The folder stays on its node: the replacement starts with an empty folder, until it is moved back.',
  'pt-BR': 'A pasta fica no nó dela: o pod substituto começa com uma pasta vazia, até ser movido de volta.',
};
const boundToNode: Text = {
  en: 'The node affinity of the volume allows no other node: the pod waits for its node.',
  'pt-BR': 'A afinidade de nó do volume não permite nenhum outro nó: o pod espera pelo seu.',
};
const mountedOnNewNode: Text = {
  en: 'The new node mounts the same volume.',
  'pt-BR': 'O novo nó monta o mesmo volume.',
};
const atMostOne: Text = {
  en: 'A StatefulSet creates no replacement until the old pod has certainly ended, and an unreachable node cannot confirm it.',
  'pt-BR':
    'Um StatefulSet não cria um pod substituto até ter certeza de que o antigo terminou, e um nó inacessível não pode confirmar isso.',
};
const mayLoseLastSecond: Text = {
  en: 'This Redis syncs to disk once a second: a power cut may lose the last second, or nothing.',
  'pt-BR':
    'Este Redis sincroniza com o disco uma vez por segundo: um corte de energia pode perder o último segundo, ou nada.',
};

const claims = [...ofDeployment, ...ofStatefulSet];

const drainedFromNode: readonly Rule[] = [
  {
    kinds: [...inContainer, ...inPod, ...inProcess],
    where: onOneNode,
    expected: documented('blocked, then lost', pages.drain, noOtherNode),
  },
  {
    kinds: [...onNode, ...claims],
    where: onOneNode,
    expected: documented('blocked, then survived', pages.drain, noOtherNode),
  },
  { kinds: ['ephemeral'], expected: documented('lost, then lost', pages.ephemeralLifecycle, startsEmpty) },
  { kinds: inPod, expected: documented('lost, then lost', pages.emptyDir, startsEmpty) },
  { kinds: inContainer, expected: documented('lost, then lost', pages.volumes, startsEmpty) },
  { kinds: inProcess, expected: documented('lost, then lost', pages.redisPersistence, startsEmpty) },
  { kinds: ['hostpath'], expected: documented('lost, then survived', pages.hostPath, leftBehind) },
  { kinds: onNode, expected: documented('lost, then survived', pages.typesOfVolumes, leftBehind) },
];

const claimsDrained: readonly Rule[] = [
  {
    kinds: claims,
    where: withAccessScope('one node'),
    expected: documented('blocked, then survived', pages.nodeAffinity, boundToNode),
  },
  {
    kinds: claims,
    where: withAccessScope('follows'),
    expected: documented('survived, then survived', pages.persistentVolumes, {
      en: 'The volume is detached from the old node and attached to the new one.',
      'pt-BR': 'O volume é desanexado do nó antigo e anexado ao novo.',
    }),
  },
  {
    kinds: claims,
    where: withAccessScope('everywhere'),
    expected: documented('survived, then survived', pages.accessModes, mountedOnNewNode),
  },
  { kinds: claims, expected: undocumented(unknownAccessScope) },
];

const durable = [...onNode, ...claims].filter((kind) => kind !== 'redis-everysec');

const onlyNodeFailed: readonly Rule[] = [
  {
    kinds: [...inContainer, 'memory', ...inProcess],
    where: onOneNode,
    expected: documented('blocked, then lost', pages.nodeShutdown, noOtherNode),
  },
  {
    kinds: durable,
    where: onOneNode,
    expected: documented('blocked, then survived', pages.nodeShutdown, noOtherNode),
  },
  {
    kinds: ['emptydir', 'ephemeral', 'redis-everysec'],
    where: onOneNode,
    expected: documented(
      'blocked',
      pages.nodeShutdown,
      twoSentences(noOtherNode, {
        en: 'What they find afterwards depends on whether Kubernetes evicted them meanwhile.',
        'pt-BR': 'O que eles encontram depois depende de o Kubernetes os ter despejado ou não nesse meio-tempo.',
      }),
    ),
  },
];

const failed: readonly Rule[] = [
  ...onlyNodeFailed,
  { kinds: inProcess, expected: documented('blocked, then lost', pages.forceDelete, atMostOne) },
  {
    kinds: ['redis-everysec'],
    expected: documented('blocked', pages.forceDelete, twoSentences(atMostOne, mayLoseLastSecond)),
  },
  { kinds: ofStatefulSet, expected: documented('blocked, then survived', pages.forceDelete, atMostOne) },
  { kinds: [...inContainer, ...inPod], expected: documented('lost, then lost', pages.taints, startsEmpty) },
  { kinds: onNode, expected: documented('lost, then survived', pages.taints, leftBehind) },
  {
    kinds: ofDeployment,
    where: withAccessScope('one node'),
    expected: documented('blocked, then survived', pages.nodeAffinity, boundToNode),
  },
  {
    kinds: ofDeployment,
    where: withAccessScope('everywhere'),
    expected: documented('survived, then survived', pages.accessModes, mountedOnNewNode),
  },
  {
    kinds: ofDeployment,
    where: withAccessScope('follows'),
    expected: {
      verdict: null,
      afterUndo: 'survived',
      source: pages.nodeShutdown,
      because: {
        en: 'The replacement waits until the volume is detached from the dead node, which takes six minutes or more: the deadline of the run may end before that.',
        'pt-BR':
          'O pod substituto espera até o volume ser desanexado do nó morto, o que leva seis minutos ou mais: o prazo da execução pode acabar antes disso.',
      },
    },
  },
  { kinds: ofDeployment, expected: undocumented(unknownAccessScope) },
];

const onNodeDisk: Text = {
  en: 'The pod stays on its node, and its files are on the disk of the node.',
  'pt-BR': 'O pod fica no seu nó, e os arquivos dele estão no disco do nó.',
};

const rebooted: readonly Rule[] = [
  {
    kinds: inContainer,
    expected: documented('lost', pages.restart, {
      en: 'After the boot the container starts again from its image.',
      'pt-BR': 'Depois da inicialização, o contêiner recomeça a partir da imagem.',
    }),
  },
  {
    kinds: inProcess,
    expected: documented('lost', pages.redisPersistence, {
      en: 'This Redis writes nothing to disk: its data is lost when the power is cut.',
      'pt-BR': 'Este Redis não grava nada em disco: os dados se perdem quando a energia é cortada.',
    }),
  },
  {
    kinds: ['memory'],
    expected: documented('lost', pages.restart, {
      en: 'Data in memory is lost when the power is cut.',
      'pt-BR': 'Os dados na memória se perdem quando a energia é cortada.',
    }),
  },
  { kinds: ['emptydir'], expected: documented('survived', pages.restart, onNodeDisk) },
  {
    kinds: ['ephemeral'],
    expected: undocumented({
      en: 'The pod that owns the volume stays: the data should survive, but no page promises it.',
      'pt-BR': 'O pod dono do volume permanece: os dados deveriam sobreviver, mas nenhuma página promete isso.',
    }),
  },
  { kinds: ['redis-everysec'], expected: undocumented(mayLoseLastSecond) },
  { kinds: onNode, expected: documented('survived', pages.restart, onNodeDisk) },
  { kinds: ['postgres'], expected: documented('survived', pages.postgresWal, committedToWal) },
  {
    kinds: ['redis-always'],
    expected: documented('survived', pages.redisPersistence, {
      en: 'Redis syncs each change to the append-only file before it answers.',
      'pt-BR': 'O Redis sincroniza cada mudança com o arquivo append-only antes de responder.',
    }),
  },
  {
    kinds: claims,
    expected: documented('survived', pages.restart, {
      en: 'The pod stays on its node and mounts its volume again.',
      'pt-BR': 'O pod fica no seu nó e monta o volume de novo.',
    }),
  },
];

export const movement: Rules<'node-drain' | 'node-failure' | 'node-reboot'> = {
  'node-drain': [...drainedFromNode, ...claimsDrained],
  'node-failure': failed,
  'node-reboot': rebooted,
};
