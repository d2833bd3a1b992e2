import type { Localized } from './kind.ts';
import type { Verdict } from './verdict.ts';

/** What each verdict says, one line each. */
export const verdictTexts: Readonly<Record<Verdict, Localized>> = {
  survived: {
    en: 'Every acknowledged note is there, unchanged, on every replica.',
    'pt-BR': 'Todas as notas confirmadas estão lá, intactas, em todas as réplicas.',
  },
  'partly lost': {
    en: 'The service answers, but some acknowledged notes, or their latest changes, are gone.',
    'pt-BR': 'O serviço responde, mas algumas notas confirmadas, ou suas últimas mudanças, sumiram.',
  },
  lost: {
    en: 'The service answers, and not one of the acknowledged notes is left.',
    'pt-BR': 'O serviço responde, e não restou nenhuma das notas confirmadas.',
  },
  diverged: {
    en: 'The replicas disagree: which notes you see depends on which one you ask.',
    'pt-BR': 'As réplicas discordam: as notas que você vê dependem de qual delas responde.',
  },
  blocked: {
    en: 'No replica became ready in time, so nobody can read the notes: they may be intact, out of reach.',
    'pt-BR':
      'Nenhuma réplica ficou pronta a tempo, e ninguém consegue ler as notas: podem estar intactas, mas fora de alcance.',
  },
  corrupt: {
    en: 'A note came back as nobody had ever sent it: always a failure.',
    'pt-BR': 'Uma nota voltou diferente de tudo o que foi enviado: é sempre uma falha.',
  },
};
