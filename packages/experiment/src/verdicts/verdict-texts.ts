import type { Text } from '@persistence-lab/language';
import type { Verdict } from './verdict.ts';

/** One line for each verdict. */
export const verdictTexts: Readonly<Record<Verdict, Text>> = {
  survived: {
    en: 'Every acknowledged note is there, unchanged, on every replica.',
    'pt-BR': 'Todas as notas confirmadas estão lá, intactas, em todas as réplicas.',
  },
  'partly lost': {
    en: 'The service answers, but some acknowledged notes, or their latest changes, are gone.',
    'pt-BR': 'O serviço responde, mas algumas notas confirmadas, ou suas últimas mudanças, sumiram.',
  },
  lost: {
    en: 'The service answers, but every acknowledged note is gone.',
    'pt-BR': 'O serviço responde, mas não restou nenhuma das notas confirmadas.',
  },
  diverged: {
    en: 'The replicas disagree: which notes you see depends on which one you ask.',
    'pt-BR': 'As réplicas discordam: as notas que você vê dependem de qual delas responde.',
  },
  blocked: {
    en: 'No replica became ready in time: the notes cannot be read, although they may be intact.',
    'pt-BR': 'Nenhuma réplica ficou pronta a tempo: não é possível ler as notas, embora possam estar intactas.',
  },
  corrupt: {
    en: 'A note came back with content that was never sent: this is always a failure.',
    'pt-BR': 'Uma nota voltou com um conteúdo que nunca foi enviado: é sempre uma falha.',
  },
};
