import type { Topic } from '@persistence-lab/experiment';
import { counted, type Language } from '@persistence-lab/language';
import type { Assumption } from './assumption.ts';

export interface Wording {
  readonly topic: Readonly<Record<Topic, string>>;
  readonly afterUndo: (verdict: string) => string;
  readonly open: string;
  readonly impossible: string;
  readonly undo: string;
  readonly kinds: string;
  readonly events: string;
  readonly verdicts: string;
  readonly assumption: (nodes: number, volumes: string) => string;
  readonly volumes: Readonly<Record<Assumption['volumes'], string>>;
  readonly more: string;
}

const nodeNoun = { en: ['node', 'nodes'], 'pt-BR': ['nó', 'nós'] } as const;

/** The texts of an explanation, except those of kinds, events and verdicts. */
export const wordings: Readonly<Record<Language, Wording>> = {
  en: {
    topic: { removal: 'Removal', extension: 'Extension', movement: 'Movement' },
    afterUndo: (verdict) => `after the undo: ${verdict}`,
    open: 'the documentation does not say: the lab measures',
    impossible: 'cannot happen: there is no claim',
    undo: 'Undo',
    kinds: 'Kinds of storage',
    events: 'Events',
    verdicts: 'Verdicts',
    assumption: (nodes, volumes) =>
      `On ${counted(nodes, nodeNoun).en}, with volumes that ${volumes} (see --nodes and --volumes):`,
    volumes: {
      'one-node': 'only one node can reach',
      follow: 'follow their pod to another node',
      everywhere: 'every node can reach',
    },
    more: 'lab explain NAME shows the details of one of them.',
  },
  'pt-BR': {
    topic: { removal: 'Remoção', extension: 'Extensão', movement: 'Movimentação' },
    afterUndo: (verdict) => `depois de desfazer: ${verdict}`,
    open: 'a documentação não diz: o laboratório mede',
    impossible: 'não pode acontecer: não há PVC',
    undo: 'Como desfazer',
    kinds: 'Tipos de armazenamento',
    events: 'Eventos',
    verdicts: 'Veredictos',
    assumption: (nodes, volumes) =>
      `Com ${counted(nodes, nodeNoun)['pt-BR']} e volumes que ${volumes} (veja --nodes e --volumes):`,
    volumes: {
      'one-node': 'só um nó alcança',
      follow: 'acompanham o pod até outro nó',
      everywhere: 'todos os nós alcançam',
    },
    more: 'lab explain NOME mostra os detalhes de cada um.',
  },
};
