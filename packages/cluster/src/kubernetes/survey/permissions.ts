import type { Permission } from './survey.ts';

interface Need {
  readonly verbs: readonly string[];
  readonly resources: readonly string[];
  readonly where: 'each' | 'home' | 'cluster' | 'kube-node-lease';
  readonly neededFor: string;
}

/** The lab's requests to the API server, and what they are needed for. */
const needs: readonly Need[] = [
  {
    verbs: ['list', 'watch'],
    resources: ['pods', 'persistentvolumeclaims', 'deployments.apps', 'statefulsets.apps', 'jobs.batch'],
    where: 'each',
    neededFor: 'seeing what there is',
  },
  { verbs: ['list', 'watch'], resources: ['nodes'], where: 'cluster', neededFor: 'seeing what there is' },
  {
    verbs: ['list', 'watch'],
    resources: ['persistentvolumes'],
    where: 'cluster',
    neededFor: 'knowing what is expected',
  },
  {
    verbs: ['list'],
    resources: ['storageclasses.storage.k8s.io'],
    where: 'cluster',
    neededFor: 'judging the storage classes',
  },
  { verbs: ['get', 'create'], resources: ['pods/proxy'], where: 'each', neededFor: 'writing and reading notes' },
  {
    verbs: ['get', 'create', 'update', 'delete'],
    resources: ['configmaps'],
    where: 'home',
    neededFor: 'writing down what has to be undone',
  },
  { verbs: ['list'], resources: ['events'], where: 'each', neededFor: 'saying why something is blocked' },
  { verbs: ['create'], resources: ['pods/exec'], where: 'each', neededFor: 'container-crash and oom of databases' },
  { verbs: ['delete'], resources: ['pods'], where: 'each', neededFor: 'pod-delete and pod-force-delete' },
  {
    verbs: ['patch'],
    resources: ['deployments.apps', 'statefulsets.apps'],
    where: 'each',
    neededFor: 'rollout',
  },
  {
    verbs: ['patch'],
    resources: ['deployments.apps/scale', 'statefulsets.apps/scale'],
    where: 'each',
    neededFor: 'scale-zero and scale-out',
  },
  {
    verbs: ['get', 'create', 'delete'],
    resources: ['deployments.apps', 'statefulsets.apps'],
    where: 'each',
    neededFor: 'workload-delete',
  },
  {
    verbs: ['create', 'delete'],
    resources: ['persistentvolumeclaims'],
    where: 'each',
    neededFor: 'claim-delete and bench',
  },
  { verbs: ['get', 'patch'], resources: ['persistentvolumes'], where: 'cluster', neededFor: 'undoing claim-delete' },
  { verbs: ['patch'], resources: ['nodes'], where: 'cluster', neededFor: 'node-drain, and keeping pods on their node' },
  { verbs: ['create'], resources: ['pods/eviction'], where: 'each', neededFor: 'node-drain' },
  { verbs: ['get'], resources: ['leases.coordination.k8s.io'], where: 'kube-node-lease', neededFor: 'node-failure' },
  { verbs: ['create', 'get'], resources: ['pods'], where: 'home', neededFor: 'bench' },
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
