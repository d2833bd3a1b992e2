import { counted, type Text } from '@persistence-lab/language';
import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';
import { minikubeProvisioner } from './storage-classes.ts';

// according to their documentation they refuse ReadWriteMany: the claim stays Pending
const singleNodeProvisioners = ['rancher.io/local-path', 'kubernetes.io/no-provisioner'];

const chooseClass: Text = {
  en: 'Choose a network file system in your overlay (kubectl get storageclass), see k8s/README.md.',
  'pt-BR': 'Escolha um sistema de arquivos em rede no seu overlay (kubectl get storageclass); veja k8s/README.md.',
};

/** ReadWriteMany claims on classes that do not support it, or that accept it without sharing the volume. */
export const checkSharedClaims: Check = (survey) => {
  if (isHidden(survey, 'storageclasses.storage.k8s.io', 'nodes', 'persistentvolumeclaims')) return [];
  const shared = survey.claims.filter((claim) => claim.readWriteMany);
  const findings = shared.flatMap((claim) => checkSharedClaim(claim, survey));
  if (findings.length > 0 || shared.length === 0) return findings;
  return [
    ok({
      en: 'Every ReadWriteMany claim has a volume',
      'pt-BR': 'Todo PersistentVolumeClaim ReadWriteMany tem um volume',
    }),
  ];
};

type Survey = Parameters<Check>[0];

function checkSharedClaim(claim: Survey['claims'][number], { classes, nodes }: Survey): Finding[] {
  const { name, storageClass, bound } = claim;
  const asks = { en: `${name} asks for ReadWriteMany`, 'pt-BR': `${name} pede ReadWriteMany` };
  const found = classes.find((each) => (storageClass === null ? each.isDefault : each.name === storageClass));
  if (!found) {
    const absent = { en: storageClass ?? '(default)', 'pt-BR': storageClass ?? '(padrão)' };
    const what = {
      en: `${asks.en} of the class ${absent.en}, which does not exist.`,
      'pt-BR': `${asks['pt-BR']} da classe ${absent['pt-BR']}, que não existe.`,
    };
    return [problem(what, chooseClass)];
  }
  if (found.provisioner === minikubeProvisioner && nodes.length > 1) {
    const what = {
      en: `${asks.en}, and ${found.name} only pretends: it accepts any access mode and gives each node a folder of its own.`,
      'pt-BR': `${asks['pt-BR']}, e ${found.name} só finge: aceita qualquer modo de acesso e dá a cada nó uma pasta própria.`,
    };
    return [problem(what, chooseClass)];
  }
  if (bound) return [];
  if (singleNodeProvisioners.includes(found.provisioner)) {
    const what = {
      en: `${asks.en}, which ${found.name} (${found.provisioner}) does not support: the claim stays Pending.`,
      'pt-BR': `${asks['pt-BR']}, que ${found.name} (${found.provisioner}) não oferece: o PersistentVolumeClaim fica em Pending.`,
    };
    return [problem(what, chooseClass)];
  }
  return [
    warning(
      {
        en: `${asks.en} of ${found.name}, and has no volume yet.`,
        'pt-BR': `${asks['pt-BR']} de ${found.name} e ainda não tem volume.`,
      },
      {
        en: `kubectl describe pvc ${name} shows the reason.`,
        'pt-BR': `kubectl describe pvc ${name} mostra o motivo.`,
      },
    ),
  ];
}

const mebibyte = 1024 ** 2;
const runNeeds = 16 * mebibyte;
const manyRunsNeed = 32 * mebibyte;
const freeSpace: Text = {
  en: 'Free some space, or enlarge the volume.',
  'pt-BR': 'Libere espaço ou aumente o volume.',
};

/** The free space that the services report of their volumes. */
export const checkFreeSpace: Check = ({ volumes }) => {
  const findings = volumes.flatMap(({ replica, bytesFree }): Finding[] => {
    const size = `${Math.floor(bytesFree / mebibyte)} MiB`;
    const left = { en: `${replica} has ${size} left`, 'pt-BR': `${replica} tem ${size} livres` };
    if (bytesFree < runNeeds) {
      const what = {
        en: `${left.en}: too little for a run.`,
        'pt-BR': `${left['pt-BR']}: pouco demais para uma execução.`,
      };
      return [problem(what, freeSpace)];
    }
    if (bytesFree >= manyRunsNeed) return [];
    const what = {
      en: `${left.en}: enough for a run, too little for many notes.`,
      'pt-BR': `${left['pt-BR']}: suficiente para uma execução, pouco para muitas notas.`,
    };
    return [warning(what, freeSpace)];
  });
  if (findings.length > 0 || volumes.length === 0) return findings;
  const count = counted(volumes.length, { en: ['volume', 'volumes'], 'pt-BR': ['volume', 'volumes'] });
  return [
    ok({
      en: `Enough free space (reported for ${count.en})`,
      'pt-BR': `Há espaço livre suficiente (informado para ${count['pt-BR']})`,
    }),
  ];
};
