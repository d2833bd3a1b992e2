import { counted, type Text } from '@persistence-lab/language';
import type { Manifest } from './overlay.ts';

/** What a deletion removes and what it leaves, to confirm before it happens. */
export function summarizeDeletion(objects: Manifest[], context: string): Text {
  const number = (kind: string) => {
    const count = objects.filter((object) => object.kind === kind).length;
    return counted(count, { en: [kind, `${kind}s`], 'pt-BR': [kind, `${kind}s`] });
  };
  const [deployments, statefulSets] = [number('Deployment'), number('StatefulSet')];
  const namespaces = objects.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name);
  const usesHostPath = JSON.stringify(objects).includes('"hostPath":');
  const lines: Text[] = [
    {
      en: `This deletes from the cluster "${context}":`,
      'pt-BR': `Isto exclui do cluster "${context}":`,
    },
    {
      en: `  ${deployments.en}, ${statefulSets.en} and their Pods`,
      'pt-BR': `  ${deployments['pt-BR']}, ${statefulSets['pt-BR']} e seus Pods`,
    },
    ...namespaces.map((name) => ({
      en: `  the namespace ${name} with everything in it`,
      'pt-BR': `  o namespace ${name} com tudo o que há nele`,
    })),
    {
      en: '  every PersistentVolumeClaim in them, with its volume and all notes, files and databases on it\n  (unless the reclaim policy of the StorageClass is Retain)',
      'pt-BR':
        '  cada PersistentVolumeClaim neles, com seu volume e todas as notas, arquivos e bancos de dados nele\n  (a menos que a política de recuperação da StorageClass seja Retain)',
    },
    ...(usesHostPath
      ? [
          {
            en: 'Data in hostPath volumes stays on the nodes.',
            'pt-BR': 'Os dados em volumes hostPath permanecem nos nós.',
          },
        ]
      : []),
  ];
  const join = (language: keyof Text) => lines.map((line) => line[language]).join('\n');
  return { en: join('en'), 'pt-BR': join('pt-BR') };
}
