/** Where a pod keeps its data, by what that place lives as long as. */
export type Storage =
  | 'container'
  | 'pod'
  | 'pod in memory'
  | 'node'
  | 'claim'
  /** A generic ephemeral volume: the claim comes and goes with its pod. */
  | 'claim of the pod'
  /** A claim template of a StatefulSet: one for each ordinal, which stays. */
  | 'claim of the ordinal'
  /** It keeps nothing itself: a database does. */
  | 'elsewhere';

/** `local`: on the node where its first pod lands. `shared`: on all. `static`: made by hand, a path of whichever node. */
export type VolumeClass = 'local' | 'shared' | 'static';

/** What Kubernetes would have as manifests. */
export interface Definition {
  readonly name: string;
  readonly namespace: string;
  readonly component: 'api' | 'database';
  readonly app: 'notes-api' | 'uploader' | 'postgres' | 'redis';
  readonly kind: string;
  readonly controller: 'Deployment' | 'StatefulSet';
  readonly strategy: 'RollingUpdate' | 'Recreate';
  readonly storage: Storage;
  /** Of its claims, where it has some. */
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

/** Notes on a Redis of the user's own. What that one keeps is not ours to say, so it is no kind of the lab's. */
export const notesOnExternalRedis = notes({ kind: 'redis', storage: 'elsewhere' });

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
  notes({ kind: 'postgres', storage: 'elsewhere' }),
  notes({ kind: 'redis-always', storage: 'elsewhere' }),
  notes({ kind: 'redis-everysec', storage: 'elsewhere' }),
  notes({ kind: 'redis-none', storage: 'elsewhere' }),
  uploader({ kind: 'emptydir', storage: 'pod' }),
  uploader({ kind: 'hostpath', storage: 'node', ...inHostPathNamespace }),
  uploader({ kind: 'pvc', storage: 'claim', strategy: 'Recreate' }),
  uploader({ kind: 'pvc-rwx', storage: 'claim', volumeClass: 'shared' }),
];
