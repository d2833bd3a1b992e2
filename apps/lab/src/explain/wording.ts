import type { Topic, Verdict } from '@persistence-lab/experiment';

export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

export interface Wording {
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly topic: Readonly<Record<Topic, string>>;
  readonly afterUndo: (verdict: string) => string;
  readonly open: string;
  readonly impossible: string;
  readonly undo: string;
  readonly kinds: string;
  readonly events: string;
  readonly verdicts: string;
  readonly assumption: (nodes: number, volumes: string) => string;
  readonly volumes: Readonly<Record<'one-node' | 'follow' | 'everywhere', string>>;
  readonly more: string;
}

/** What an explanation says besides the texts of kinds, events and verdicts. */
export const wordings: Readonly<Record<Language, Wording>> = {
  en: {
    verdict: {
      survived: 'survived',
      'partly lost': 'partly lost',
      lost: 'lost',
      diverged: 'diverged',
      blocked: 'blocked',
      corrupt: 'corrupt',
    },
    topic: { removal: 'Removal', extension: 'Extension', movement: 'Movement' },
    afterUndo: (verdict) => `after the undo: ${verdict}`,
    open: 'the documentation does not say: the lab measures',
    impossible: 'cannot happen: there is no claim',
    undo: 'Undo',
    kinds: 'Kinds of storage',
    events: 'Events',
    verdicts: 'Verdicts',
    assumption: (nodes, volumes) =>
      `On ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, with volumes that ${volumes} (see --nodes and --volumes):`,
    volumes: {
      'one-node': 'one node alone can reach',
      follow: 'follow their pod to another node',
      everywhere: 'every node can reach',
    },
    more: 'lab explain NAME tells more about one of them.',
  },
  'pt-BR': {
    verdict: {
      survived: 'sobreviveu (survived)',
      'partly lost': 'perdeu em parte (partly lost)',
      lost: 'perdeu tudo (lost)',
      diverged: 'divergiu (diverged)',
      blocked: 'bloqueado (blocked)',
      corrupt: 'corrompido (corrupt)',
    },
    topic: { removal: 'Remoção', extension: 'Extensão', movement: 'Movimentação' },
    afterUndo: (verdict) => `depois de desfazer: ${verdict}`,
    open: 'a documentação não diz: o laboratório mede',
    impossible: 'não pode acontecer: não há PVC',
    undo: 'Como se desfaz',
    kinds: 'Tipos de armazenamento',
    events: 'Eventos',
    verdicts: 'Veredictos',
    assumption: (nodes, volumes) =>
      `Com ${nodes} ${nodes === 1 ? 'nó' : 'nós'} e volumes que ${volumes} (veja --nodes e --volumes):`,
    volumes: {
      'one-node': 'só um nó alcança',
      follow: 'acompanham o pod até outro nó',
      everywhere: 'todos os nós alcançam',
    },
    more: 'lab explain NOME diz mais sobre cada um.',
  },
};
