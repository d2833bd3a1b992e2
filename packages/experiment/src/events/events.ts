import { type Event, type EventName, eventNames } from './event.ts';

const nothingToUndo = { en: 'Nothing to undo.', 'pt-BR': 'Nada a desfazer.' };
const podLevel = { affectsNode: false, needsNodePower: false };

const described: Readonly<Record<EventName, Omit<Event, 'name'>>> = {
  'container-crash': {
    topic: 'removal',
    summary: {
      en: 'The process ends without warning; its container restarts in the same pod.',
      'pt-BR': 'O processo morre sem aviso; o contêiner é reiniciado no mesmo pod.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  oom: {
    topic: 'removal',
    summary: {
      en: 'The process exceeds its memory limit and the kernel kills it; its container restarts.',
      'pt-BR': 'O processo passa do limite de memória e o kernel o encerra; o contêiner é reiniciado.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  'pod-delete': {
    topic: 'removal',
    summary: {
      en: 'The pod is deleted with a grace period; another pod replaces it on the same node.',
      'pt-BR': 'O pod é apagado com um período de tolerância; outro pod o substitui no mesmo nó.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  'pod-force-delete': {
    topic: 'removal',
    summary: {
      en: 'The pod is deleted without waiting for its processes to end; its replacement may run beside them for a while.',
      'pt-BR':
        'O pod é apagado na hora, sem esperar o fim dos seus processos; outro pode rodar ao lado deles por um tempo.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  rollout: {
    topic: 'removal',
    summary: {
      en: 'A new version replaces every pod, according to the update strategy.',
      'pt-BR': 'Uma nova versão substitui todos os pods, conforme a estratégia de atualização.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  'scale-zero': {
    topic: 'removal',
    summary: {
      en: 'The workload is scaled to zero replicas, and back.',
      'pt-BR': 'A carga de trabalho é reduzida a zero réplicas e depois volta ao número anterior.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  'workload-delete': {
    topic: 'removal',
    summary: {
      en: 'The Deployment or StatefulSet is deleted with its pods and created again; its claims stay.',
      'pt-BR': 'O Deployment ou StatefulSet é apagado com os seus pods e criado de novo; os PVCs ficam.',
    },
    undo: nothingToUndo,
    ...podLevel,
  },
  'claim-delete': {
    topic: 'removal',
    summary: {
      en: 'The claim is deleted, and the pods that use it, because a claim in use is only marked for deletion.',
      'pt-BR': 'O PVC é apagado, e também os pods que o usam, pois um PVC em uso só é marcado para exclusão.',
    },
    undo: {
      en: 'Missing objects are created again; a retained volume is bound to its claim again.',
      'pt-BR': 'Os objetos que faltam são criados de novo; um volume mantido é vinculado outra vez ao seu PVC.',
    },
    ...podLevel,
  },
  'scale-out': {
    topic: 'extension',
    summary: {
      en: 'More replicas start; the lab writes through each of them and reads all notes from each.',
      'pt-BR': 'Mais réplicas são iniciadas; o lab grava por meio de cada uma e lê todas as notas de cada uma.',
    },
    undo: { en: 'The number of replicas is restored.', 'pt-BR': 'O número de réplicas volta ao que era.' },
    ...podLevel,
  },
  'node-drain': {
    topic: 'movement',
    summary: {
      en: 'The node accepts no new pods, and its pods are evicted, as before maintenance.',
      'pt-BR': 'O nó não aceita novos pods, e os que ele tem são despejados, como antes de uma manutenção.',
    },
    undo: {
      en: 'The node accepts pods again; pods that moved are moved back.',
      'pt-BR': 'O nó volta a aceitar pods; os pods que mudaram de nó são movidos de volta.',
    },
    affectsNode: true,
    needsNodePower: false,
  },
  'node-failure': {
    topic: 'movement',
    summary: {
      en: 'The power of the node is cut until Kubernetes marks it unreachable and evicts its pods.',
      'pt-BR': 'A energia do nó é cortada até o Kubernetes marcá-lo como inacessível e despejar os seus pods.',
    },
    undo: {
      en: 'The power is switched on again; pods that moved are moved back.',
      'pt-BR': 'A energia é religada; os pods que mudaram de nó são movidos de volta.',
    },
    affectsNode: true,
    needsNodePower: true,
  },
  'node-reboot': {
    topic: 'movement',
    summary: {
      en: 'The power of the node is cut and comes back before Kubernetes evicts its pods.',
      'pt-BR': 'A energia do nó é cortada e volta antes de o Kubernetes despejar os seus pods.',
    },
    undo: nothingToUndo,
    affectsNode: true,
    needsNodePower: true,
  },
};

/** Every event, ordered by topic: removal, extension, movement. */
export const events: readonly Event[] = eventNames.map((name) => ({ name, ...described[name] }));

/** The event of this name; undefined when there is none. */
export const findEvent = (name: string): Event | undefined => events.find((event) => event.name === name);
