import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

export const minikubeProvisioner = 'k8s.io/minikube-hostpath';

const page = 'https://kubernetes.io/docs/tasks/administer-cluster/change-default-storage-class/';

/** Claims that name no class get the default one: there must be exactly one. */
export const checkDefaultClass: Check = (survey) => {
  if (isHidden(survey, 'storageclasses.storage.k8s.io')) return [];
  const { classes } = survey;
  if (classes.length === 0)
    return [
      problem(
        {
          en: 'There is no StorageClass: claims stay Pending.',
          'pt-BR': 'Não existe nenhuma StorageClass: os PersistentVolumeClaims ficam em Pending.',
        },
        {
          en: 'Install a provisioner, for example local-path-provisioner or a CSI driver.',
          'pt-BR': 'Instale um provisionador, por exemplo local-path-provisioner ou um driver CSI.',
        },
      ),
    ];
  const namesOf = (some: typeof classes) => some.map(({ name }) => name).join(', ');
  const defaults = classes.filter(({ isDefault }) => isDefault);
  if (defaults.length === 0)
    return [
      problem(
        {
          en: `No StorageClass is the default (there are: ${namesOf(classes)}): claims without a class stay Pending.`,
          'pt-BR': `Nenhuma StorageClass é a padrão (existem: ${namesOf(classes)}): PersistentVolumeClaims sem classe ficam em Pending.`,
        },
        { en: `Make one the default: ${page}`, 'pt-BR': `Torne uma delas a padrão: ${page}` },
      ),
    ];
  if (defaults.length > 1)
    return [
      warning(
        {
          en: `Several classes are the default: ${namesOf(defaults)}; Kubernetes takes the newest of them.`,
          'pt-BR': `Várias classes são a padrão: ${namesOf(defaults)}; o Kubernetes usa a mais nova delas.`,
        },
        { en: `Keep one: ${page}`, 'pt-BR': `Deixe só uma: ${page}` },
      ),
    ];
  return [
    ok({
      en: `The default StorageClass is ${namesOf(defaults)}`,
      'pt-BR': `A StorageClass padrão é ${namesOf(defaults)}`,
    }),
  ];
};

/** Classes that may create a volume where its pod cannot run. */
export const checkBinding: Check = (survey) => {
  const { classes, nodes } = survey;
  if (nodes.length < 2 || isHidden(survey, 'storageclasses.storage.k8s.io')) return [];
  const zones = new Set(nodes.flatMap(({ zone }) => zone ?? [])).size;
  const findings = classes.flatMap(({ name, provisioner, bindsImmediately, nodeBound }): Finding[] => {
    if (provisioner === minikubeProvisioner) return [minikubeOnSeveralNodes(name, nodes.length)];
    return bindsImmediately && nodeBound !== false ? [bindsTooEarly(name, zones)] : [];
  });
  if (findings.length > 0) return findings;
  return [
    ok({
      en: 'Volumes are created where their pods are scheduled',
      'pt-BR': 'Os volumes são criados onde os Pods são alocados',
    }),
  ];
};

const minikubeOnSeveralNodes = (name: string, nodes: number): Finding =>
  problem(
    {
      en: `${name}: minikube's own provisioner creates each volume as a folder on the pod's current node and binds it to no node: on ${nodes} nodes, a pod that moves finds an empty one.`,
      'pt-BR': `${name}: o provisionador do próprio minikube cria cada volume como uma pasta no nó atual do Pod e não o vincula a nó algum: com ${nodes} nós, um Pod que muda de nó encontra uma pasta vazia.`,
    },
    {
      en: 'Use another: minikube addons enable storage-provisioner-rancher, and make local-path the default class.',
      'pt-BR': 'Use outro: minikube addons enable storage-provisioner-rancher, e torne local-path a classe padrão.',
    },
  );

function bindsTooEarly(name: string, zones: number): Finding {
  const inOtherZone = {
    en: `: it may be in another of the ${zones} zones, and the pod is blocked`,
    'pt-BR': `: ele pode ficar em outra das ${zones} zonas, e o Pod fica bloqueado`,
  };
  return warning(
    {
      en: `${name} binds a volume before its pod has a node${zones > 1 ? inOtherZone.en : ''}.`,
      'pt-BR': `${name} vincula o volume antes de o Pod ter um nó${zones > 1 ? inOtherZone['pt-BR'] : ''}.`,
    },
    {
      en: 'A class with volumeBindingMode: WaitForFirstConsumer creates the volume where the pod is scheduled; network storage that reaches every node does not need it.',
      'pt-BR':
        'Uma classe com volumeBindingMode: WaitForFirstConsumer cria o volume onde o Pod é alocado; armazenamento em rede que todos os nós alcançam não precisa disso.',
    },
  );
}
