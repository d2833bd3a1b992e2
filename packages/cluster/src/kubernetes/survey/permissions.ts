import { untranslated, type Text } from '@persistence-lab/language';
import type { Permission } from './survey.ts';

interface Need {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly where: 'each' | 'home' | 'cluster' | 'kube-node-lease';
  readonly neededFor: Text;
}

/** The lab's requests to the API server, and what they are needed for. */
const needs: readonly Need[] = [
  {
    verbs: ['list', 'watch'],
    resources: ['pods', 'persistentvolumeclaims', 'deployments.apps', 'statefulsets.apps', 'jobs.batch'],
    where: 'each',
    neededFor: { en: 'seeing what there is', 'pt-BR': 'ver o que existe' },
  },
  {
    verbs: ['list', 'watch'],
    resources: ['nodes'],
    where: 'cluster',
    neededFor: { en: 'seeing what there is', 'pt-BR': 'ver o que existe' },
  },
  {
    verbs: ['list', 'watch'],
    resources: ['persistentvolumes'],
    where: 'cluster',
    neededFor: { en: 'knowing what is expected', 'pt-BR': 'saber o que é esperado' },
  },
  {
    verbs: ['list'],
    resources: ['storageclasses.storage.k8s.io'],
    where: 'cluster',
    neededFor: { en: 'judging the storage classes', 'pt-BR': 'avaliar as StorageClasses' },
  },
  {
    verbs: ['get', 'create'],
    resources: ['pods/proxy'],
    where: 'each',
    neededFor: { en: 'writing and reading notes', 'pt-BR': 'gravar e ler notas' },
  },
  {
    verbs: ['get', 'create', 'update', 'delete'],
    resources: ['configmaps'],
    where: 'home',
    neededFor: { en: 'writing down what has to be undone', 'pt-BR': 'registrar o que precisa ser desfeito' },
  },
  {
    verbs: ['list'],
    resources: ['events'],
    where: 'each',
    neededFor: { en: 'saying why something is blocked', 'pt-BR': 'explicar por que algo está bloqueado' },
  },
  {
    verbs: ['create'],
    resources: ['pods/exec'],
    where: 'each',
    neededFor: { en: 'container-crash and oom of databases', 'pt-BR': 'container-crash e oom de bancos de dados' },
  },
  {
    verbs: ['delete'],
    resources: ['pods'],
    where: 'each',
    neededFor: { en: 'pod-delete and pod-force-delete', 'pt-BR': 'pod-delete e pod-force-delete' },
  },
  {
    verbs: ['patch'],
    resources: ['deployments.apps', 'statefulsets.apps'],
    where: 'each',
    neededFor: untranslated('rollout'),
  },
  {
    verbs: ['patch'],
    resources: ['deployments.apps/scale', 'statefulsets.apps/scale'],
    where: 'each',
    neededFor: { en: 'scale-zero and scale-out', 'pt-BR': 'scale-zero e scale-out' },
  },
  {
    verbs: ['get', 'create', 'delete'],
    resources: ['deployments.apps', 'statefulsets.apps'],
    where: 'each',
    neededFor: untranslated('workload-delete'),
  },
  {
    verbs: ['create', 'delete'],
    resources: ['persistentvolumeclaims'],
    where: 'each',
    neededFor: { en: 'claim-delete and bench', 'pt-BR': 'claim-delete e bench' },
  },
  {
    verbs: ['get', 'patch'],
    resources: ['persistentvolumes'],
    where: 'cluster',
    neededFor: { en: 'undoing claim-delete', 'pt-BR': 'desfazer claim-delete' },
  },
  {
    verbs: ['patch'],
    resources: ['nodes'],
    where: 'cluster',
    neededFor: { en: 'node-drain, and keeping pods on their node', 'pt-BR': 'node-drain e manter Pods no nó deles' },
  },
  { verbs: ['create'], resources: ['pods/eviction'], where: 'each', neededFor: untranslated('node-drain') },
  {
    verbs: ['get'],
    resources: ['leases.coordination.k8s.io'],
    where: 'kube-node-lease',
    neededFor: untranslated('node-failure'),
  },
  { verbs: ['create', 'get'], resources: ['pods'], where: 'home', neededFor: untranslated('bench') },
];

/** Every permission that a user of the lab needs in these namespaces; the first has the record of the run. */
export function neededPermissions(namespaces: readonly string[]): Permission[] {
  const scopes = {
    each: namespaces,
    home: namespaces.slice(0, 1),
    cluster: [null],
    'kube-node-lease': ['kube-node-lease'],
  };
  return needs.flatMap(({ verbs, resources, where, neededFor }) =>
    scopes[where].flatMap((namespace) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ verb, resource, namespace, neededFor }))),
    ),
  );
}

/** The attributes of an access review: `deployments.apps/scale` has a group and a subresource. */
export function attributesOf({ verb, resource, namespace }: Permission) {
  const [full = '', subresource] = resource.split('/');
  const [name = '', ...group] = full.split('.');
  return {
    verb,
    resource: name,
    group: group.join('.'),
    ...(subresource === undefined ? {} : { subresource }),
    ...(namespace === null ? {} : { namespace }),
  };
}
