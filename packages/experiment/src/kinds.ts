import { type Kind, type KindName, kindNames } from './kind.ts';
import { docs } from './sources.ts';

const described: Readonly<Record<KindName, Omit<Kind, 'name'>>> = {
  none: {
    summary: {
      en: "The container's own writable layer: gone with the container, also when it only restarts.",
      'pt-BR': 'A camada gravável do próprio contêiner: some com o contêiner, mesmo que ele só reinicie.',
    },
    source: docs.volumes,
  },
  emptydir: {
    summary: {
      en: "A folder that belongs to the pod, on its node's disk: outlives its containers, not the pod.",
      'pt-BR': 'Uma pasta do pod, no disco do nó: sobrevive aos contêineres, não ao pod.',
    },
    source: docs.emptyDir,
  },
  memory: {
    summary: {
      en: 'The same folder, in memory: outlives its containers, neither the pod nor a reboot of the node.',
      'pt-BR': 'A mesma pasta, na memória: sobrevive aos contêineres, mas não ao pod nem à reinicialização do nó.',
    },
    source: docs.emptyDir,
  },
  ephemeral: {
    summary: {
      en: 'A volume of a storage class that the pod owns: a real disk, deleted together with the pod.',
      'pt-BR': 'Um volume de uma StorageClass que pertence ao pod: um disco de verdade, apagado junto com o pod.',
    },
    source: docs.ephemeral,
  },
  hostpath: {
    summary: {
      en: 'A folder of the node itself: outlives every pod, but stays behind when a pod moves to another node.',
      'pt-BR': 'Uma pasta do próprio nó: sobrevive a todos os pods, mas fica para trás quando o pod muda de nó.',
    },
    source: docs.hostPath,
  },
  'static-pv': {
    summary: {
      en: 'A hand-made volume and its claim, on a folder of the node: kept even when the claim is deleted, node by node.',
      'pt-BR':
        'Um volume criado à mão e seu PVC, numa pasta do nó: fica mesmo que o PVC seja apagado, mas cada nó tem a sua.',
    },
    source: docs.reserving,
  },
  pvc: {
    summary: {
      en: 'A claim to a volume made on demand, for one node at a time: outlives the pods and their Deployment.',
      'pt-BR': 'Um PVC com volume criado sob demanda, para um nó por vez: sobrevive aos pods e ao Deployment.',
    },
    source: docs.persistentVolumes,
  },
  'pvc-rwx': {
    summary: {
      en: 'A claim to a volume that every node can write at once: replicas share it and follow it anywhere.',
      'pt-BR': 'Um PVC que todos os nós podem gravar ao mesmo tempo: as réplicas o compartilham em qualquer nó.',
    },
    source: docs.accessModes,
  },
  statefulset: {
    summary: {
      en: 'A claim of its own for each replica of a StatefulSet: each comes back to its own data, and only to that.',
      'pt-BR': 'Um PVC próprio para cada réplica de um StatefulSet: cada uma volta aos seus dados, e só a eles.',
    },
    source: docs.statefulSet,
  },
  postgres: {
    summary: {
      en: 'A PostgreSQL server with a claim of its own: each commit is on its disk before it is answered.',
      'pt-BR': 'Um servidor PostgreSQL com PVC próprio: cada commit está em disco antes da resposta.',
    },
    source: docs.statefulSet,
  },
  'redis-always': {
    summary: {
      en: 'Redis with a claim and an append-only file, synced at each change: nothing acknowledged is lost.',
      'pt-BR': 'Redis com PVC e arquivo append-only sincronizado a cada mudança: nada do que foi confirmado se perde.',
    },
    source: docs.statefulSet,
  },
  'redis-everysec': {
    summary: {
      en: 'The same, synced once a second: outlives Redis, but the crash of a machine may cost the last second.',
      'pt-BR':
        'O mesmo, sincronizado uma vez por segundo: sobrevive ao Redis, mas uma queda da máquina pode custar o último segundo.',
    },
    source: docs.statefulSet,
  },
  'redis-none': {
    summary: {
      en: 'Redis that writes nothing to disk: a cache. Everything is gone with its process.',
      'pt-BR': 'Redis que não grava nada em disco: um cache. Tudo some com o processo.',
    },
    source: docs.statefulSet,
  },
};

/** Every kind of storage, from the shortest-lived on. */
export const kinds: readonly Kind[] = kindNames.map((name) => ({ name, ...described[name] }));

/** The kind of this name; undefined when there is none. */
export const findKind = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name);
