import { type Event, type EventName, eventNames } from './event.ts';

const nothingToUndo = { en: 'Nothing to undo.', 'pt-BR': 'Nada a desfazer.' };
const atOnce = { hitsNode: false, needsPower: false };

const described: Readonly<Record<EventName, Omit<Event, 'name'>>> = {
  'container-crash': {
    topic: 'removal',
    summary: {
      en: 'The process ends without warning; its container is started again in the same pod.',
      'pt-BR': 'O processo morre sem aviso; o contêiner é reiniciado no mesmo pod.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  oom: {
    topic: 'removal',
    summary: {
      en: 'The process uses more memory than its limit, and the kernel ends it; its container is started again.',
      'pt-BR': 'O processo passa do limite de memória e o kernel o encerra; o contêiner é reiniciado.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  'pod-delete': {
    topic: 'removal',
    summary: {
      en: 'The pod is deleted, with time to finish; another takes its place on the same node.',
      'pt-BR': 'O pod é apagado, com tempo para terminar; outro toma o seu lugar no mesmo nó.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  'pod-force-delete': {
    topic: 'removal',
    summary: {
      en: 'The pod is deleted at once, without waiting for its processes to end; another may run beside them for a while.',
      'pt-BR':
        'O pod é apagado na hora, sem esperar o fim dos seus processos; outro pode rodar ao lado deles por um tempo.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  rollout: {
    topic: 'removal',
    summary: {
      en: 'A new version replaces every pod, as its update strategy says.',
      'pt-BR': 'Uma nova versão substitui todos os pods, conforme a estratégia de atualização.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  'scale-zero': {
    topic: 'removal',
    summary: {
      en: 'Scaled to no replica at all, and back again.',
      'pt-BR': 'Reduzido a nenhuma réplica e depois restaurado.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  'workload-delete': {
    topic: 'removal',
    summary: {
      en: 'The Deployment or StatefulSet is deleted with its pods, and made again; its claims stay.',
      'pt-BR': 'O Deployment ou StatefulSet é apagado com os seus pods e criado de novo; os PVCs ficam.',
    },
    undo: nothingToUndo,
    ...atOnce,
  },
  'claim-delete': {
    topic: 'removal',
    summary: {
      en: 'The claim to the volume is deleted, and the pods that use it, so that it really goes.',
      'pt-BR': 'O PVC é apagado, e também os pods que o usam, para que ele realmente suma.',
    },
    undo: {
      en: 'What is missing is made again; a volume that was kept is given back to its claim.',
      'pt-BR': 'O que falta é criado de novo; um volume que foi mantido é devolvido ao seu PVC.',
    },
    ...atOnce,
  },
  'scale-out': {
    topic: 'extension',
    summary: {
      en: 'More replicas are started; each is written to, and each is asked for everything.',
      'pt-BR': 'Mais réplicas são iniciadas; grava-se por meio de cada uma, e a cada uma se pede tudo.',
    },
    undo: { en: 'Scaled back.', 'pt-BR': 'O número de réplicas volta ao que era.' },
    ...atOnce,
  },
  'node-drain': {
    topic: 'movement',
    summary: {
      en: 'The node takes no new pods, and those that it has are asked to leave, as before maintenance.',
      'pt-BR': 'O nó não aceita novos pods, e os que ele tem são retirados, como antes de uma manutenção.',
    },
    undo: {
      en: 'The node takes pods again; what had moved is brought home.',
      'pt-BR': 'O nó volta a aceitar pods; o que tinha se mudado é trazido de volta.',
    },
    hitsNode: true,
    needsPower: false,
  },
  'node-failure': {
    topic: 'movement',
    summary: {
      en: "The node's power is cut, and stays cut until Kubernetes gives it up and acts.",
      'pt-BR': 'A energia do nó é cortada, e continua assim até o Kubernetes desistir dele e agir.',
    },
    undo: {
      en: 'The power is switched on again; what had moved is brought home.',
      'pt-BR': 'A energia é religada; o que tinha se mudado é trazido de volta.',
    },
    hitsNode: true,
    needsPower: true,
  },
  'node-reboot': {
    topic: 'movement',
    summary: {
      en: "The node's power is cut and comes back before Kubernetes has given the node up.",
      'pt-BR': 'A energia do nó é cortada e volta antes de o Kubernetes desistir dele.',
    },
    undo: nothingToUndo,
    hitsNode: true,
    needsPower: true,
  },
};

/** Every event, in the order removal, extension, movement. */
export const events: readonly Event[] = eventNames.map((name) => ({ name, ...described[name] }));

/** The event of this name; undefined when there is none. */
export const findEvent = (name: string): Event | undefined => events.find((event) => event.name === name);
