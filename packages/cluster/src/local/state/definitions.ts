/** Where a pod stores its data, by the lifetime of that place. */
export type Storage =
  | 'container'
  | 'pod'
  | 'pod in memory'
  | 'node'
  | 'claim'
  /** A generic ephemeral volume: the claim has the lifetime of its pod. */
  | 'claim of the pod'
  /** A claim template of a StatefulSet: one for each ordinal, which is kept. */
  | 'claim of the ordinal'
  /** In a database of its own workload. */
  | 'database';

/** `local`: on the node where its first pod lands. `shared`: on all. `static`: created by hand, a path on the node of the pod. */
export type VolumeClass = 'local' | 'shared' | 'static';

/** What the manifests define in Kubernetes. */
export interface Definition {
  readonly name: string;
  readonly namespace: string;
  readonly component: 'api' | 'database';
  readonly app: 'notes-api' | 'uploader' | 'postgres' | 'redis';
  readonly kind: string;
  readonly controller: 'Deployment' | 'StatefulSet';
  readonly strategy: 'RollingUpdate' | 'Recreate';
  readonly storage: Storage;
  /** Of its claims, if it has any. */
  readonly volumeClass: VolumeClass;
}

type DefinitionFields = Partial<Definition> & Pick<Definition, 'kind' | 'storage'>;

const database = (kind: string, app: 'postgres' | 'redis', storage: Storage = 'claim of the ordinal'): Definition => ({
  ...deployment({ kind, storage }),
  name: kind,
  component: 'database',
  app,
  controller: 'StatefulSet',
});
const notes = (part: DefinitionFields): Definition => deployment(part);
const uploader = (part: DefinitionFields): Definition => deployment({ ...part, app: 'uploader' });

function deployment(part: DefinitionFields): Definition {
  return {
    name: `${part.app === 'uploader' ? 'uploader' : 'notes'}-${part.kind}`,
    namespace: 'persistence-lab',
    component: 'api',
    app: 'notes-api',
    controller: 'Deployment',
    strategy: 'RollingUpdate',
    volumeClass: 'local',
    ...part,
  };
}

const inHostPathNamespace = { namespace: 'persistence-lab-hostpath' };

/** Notes on a Redis of the user. Its durability is unknown, so it is no kind of the lab. */
export const notesOnExternalRedis = notes({ kind: 'redis', storage: 'database' });

/** Everything that can run here; as in k8s/databases and k8s/subjects. */
export const definitions: readonly Definition[] = [
  database('postgres', 'postgres'),
  database('redis-always', 'redis'),
  database('redis-everysec', 'redis'),
  database('redis-none', 'redis', 'pod'),
  notes({ kind: 'none', storage: 'container' }),
  notes({ kind: 'emptydir', storage: 'pod' }),
  notes({ kind: 'memory', storage: 'pod in memory' }),
  notes({ kind: 'ephemeral', storage: 'claim of the pod' }),
  notes({ kind: 'hostpath', storage: 'node', ...inHostPathNamespace }),
  notes({ kind: 'static-pv', storage: 'claim', volumeClass: 'static', strategy: 'Recreate', ...inHostPathNamespace }),
  notes({ kind: 'pvc', storage: 'claim', strategy: 'Recreate' }),
  notes({ kind: 'pvc-rwx', storage: 'claim', volumeClass: 'shared' }),
  notes({ kind: 'statefulset', storage: 'claim of the ordinal', controller: 'StatefulSet' }),
  notes({ kind: 'postgres', storage: 'database' }),
  notes({ kind: 'redis-always', storage: 'database' }),
  notes({ kind: 'redis-everysec', storage: 'database' }),
  notes({ kind: 'redis-none', storage: 'database' }),
  uploader({ kind: 'emptydir', storage: 'pod' }),
  uploader({ kind: 'hostpath', storage: 'node', ...inHostPathNamespace }),
  uploader({ kind: 'pvc', storage: 'claim', strategy: 'Recreate' }),
  uploader({ kind: 'pvc-rwx', storage: 'claim', volumeClass: 'shared' }),
];
