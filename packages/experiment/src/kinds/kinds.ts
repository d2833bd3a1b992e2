import { type Kind, type KindName, kindNames } from './kind.ts';
import { pages } from '../documentation-pages.ts';

const described: Readonly<Record<KindName, Omit<Kind, 'name'>>> = {
  none: {
    summary: {
      en: 'The writable layer of the container: lost with the container, even when it only restarts.',
      'pt-BR': 'A camada gravável do próprio contêiner: perde-se com o contêiner, mesmo que ele só reinicie.',
    },
    source: pages.volumes,
  },
  emptydir: {
    summary: {
      en: 'A folder of the pod, on the disk of its node: outlives the containers, but not the pod.',
      'pt-BR': 'Uma pasta do pod, no disco do nó: sobrevive aos contêineres, não ao pod.',
    },
    source: pages.emptyDir,
  },
  memory: {
    summary: {
      en: 'An emptyDir in memory: outlives the containers, but not the pod or a reboot of the node.',
      'pt-BR': 'Um emptyDir na memória: sobrevive aos contêineres, mas não ao pod nem à reinicialização do nó.',
    },
    source: pages.emptyDir,
  },
  ephemeral: {
    summary: {
      en: 'A volume from a storage class that belongs to the pod: a real disk, deleted with the pod.',
      'pt-BR': 'Um volume de uma StorageClass que pertence ao pod: um disco de verdade, apagado junto com o pod.',
    },
    source: pages.ephemeral,
  },
  hostpath: {
    summary: {
      en: 'A folder of the node itself: outlives all pods, but stays behind when a pod moves to another node.',
      'pt-BR': 'Uma pasta do próprio nó: sobrevive a todos os pods, mas fica para trás quando o pod muda de nó.',
    },
    source: pages.hostPath,
  },
  'static-pv': {
    summary: {
      en: 'A volume created by hand on a folder of each node, and its claim: kept even when the claim is deleted.',
      'pt-BR': 'Um volume criado manualmente numa pasta de cada nó, e o seu PVC: fica mesmo que o PVC seja apagado.',
    },
    source: pages.reserving,
  },
  pvc: {
    summary: {
      en: 'A claim for a dynamically provisioned volume, on one node at a time: outlives the pods and their Deployment.',
      'pt-BR': 'Um PVC com volume provisionado dinamicamente, em um nó por vez: sobrevive aos pods e ao Deployment.',
    },
    source: pages.persistentVolumes,
  },
  'pvc-rwx': {
    summary: {
      en: 'A claim for a volume that all nodes can mount for writing: replicas share it on any node.',
      'pt-BR':
        'Um PVC com volume que todos os nós podem montar para gravação: as réplicas o compartilham em qualquer nó.',
    },
    source: pages.accessModes,
  },
  statefulset: {
    summary: {
      en: 'A separate claim for each replica of a StatefulSet: each replica comes back to its own data only.',
      'pt-BR': 'Um PVC próprio para cada réplica de um StatefulSet: cada uma volta aos seus dados, e só a eles.',
    },
    source: pages.statefulSet,
  },
  postgres: {
    summary: {
      en: 'A PostgreSQL server with its own claim: each commit is on disk before the answer.',
      'pt-BR': 'Um servidor PostgreSQL com PVC próprio: cada commit está em disco antes da resposta.',
    },
    source: pages.statefulSet,
  },
  'redis-always': {
    summary: {
      en: 'Redis with a claim and an append-only file that is synced at each change: no acknowledged change is lost.',
      'pt-BR': 'Redis com PVC e arquivo append-only sincronizado a cada mudança: nada do que foi confirmado se perde.',
    },
    source: pages.statefulSet,
  },
  'redis-everysec': {
    summary: {
      en: 'Redis that syncs its file once a second: outlives Redis, but a crash of the machine may lose the last second.',
      'pt-BR':
        'Redis que sincroniza a cada segundo: sobrevive ao Redis, mas uma queda da máquina pode custar o último segundo.',
    },
    source: pages.statefulSet,
  },
  'redis-none': {
    summary: {
      en: 'Redis that writes nothing to disk, as a cache: all data is lost with its process.',
      'pt-BR': 'Redis que não grava nada em disco, como um cache: todos os dados se perdem com o processo.',
    },
    source: pages.statefulSet,
  },
};

/** Every kind of storage, the shortest-lived first. */
export const kinds: readonly Kind[] = kindNames.map((name) => ({ name, ...described[name] }));

/** The kind of this name; undefined when there is none. */
export const findKind = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);
