import { docs } from '../sources.ts';
import {
  inContainer,
  inPod,
  inProcess,
  isOpen,
  ofDeployment,
  ofStatefulSet,
  onNode,
  withReclaimPolicy,
  type Rule,
  type Rules,
  says,
} from './rule.ts';

const containerIsNew = 'The container starts again from its image: what it had written to its own layer is gone.';
const processIsNew = 'This Redis writes nothing to disk: what it holds goes with its process.';
const podIsNew = 'The volume belongs to the pod and goes with it; the replacement begins with an empty one.';
const claimWithPod = 'The pod owns its claim: it is deleted with the pod, and the replacement gets a new volume.';
const nodeKeeps = 'The folder is on the node, where the replacement is as well: nobody empties it.';
const claimStays = 'The claim outlives its pods: the replacement mounts the same volume.';
const sameClaim = 'The replacement has the same name, hence the same claim, and finds what was synced to it.';
const podStays = 'The pod stays, and its volumes with it: only the container is new.';

/** What becomes of the data when the pods go and others take their place on the same node. */
const podsReplaced: readonly Rule[] = [
  { kinds: inContainer, expected: says('lost', docs.volumes, containerIsNew) },
  { kinds: inProcess, expected: says('lost', docs.redisPersistence, processIsNew) },
  { kinds: ['ephemeral'], expected: says('lost', docs.ephemeralLifecycle, claimWithPod) },
  { kinds: inPod, expected: says('lost', docs.emptyDir, podIsNew) },
  { kinds: ['hostpath'], expected: says('survived', docs.hostPath, nodeKeeps) },
  { kinds: ['static-pv'], expected: says('survived', docs.persistentVolumes, claimStays) },
  { kinds: ofDeployment, expected: says('survived', docs.persistentVolumes, claimStays) },
  { kinds: ofStatefulSet, expected: says('survived', docs.statefulSetStorage, sameClaim) },
];

const containerRestarted: readonly Rule[] = [
  { kinds: inContainer, expected: says('lost', docs.volumes, containerIsNew) },
  { kinds: inProcess, expected: says('lost', docs.redisPersistence, processIsNew) },
  {
    kinds: ['postgres'],
    expected: says(
      'survived',
      docs.postgresWal,
      'Each commit is in the write-ahead log on disk, and is replayed at the start.',
    ),
  },
  {
    kinds: ['redis-always', 'redis-everysec'],
    expected: says(
      'survived',
      docs.redisPersistence,
      'Each change was handed to the append-only file before its answer: only the machine could still lose it.',
    ),
  },
  { kinds: inPod, expected: says('survived', docs.emptyDir, podStays) },
  { kinds: [...onNode, ...ofDeployment, ...ofStatefulSet], expected: says('survived', docs.volumes, podStays) },
];

const twoAtOnce =
  'The old process may still write while its replacement runs on the same files: the documentation warns of it and promises nothing.';

const claimDeleted: readonly Rule[] = [
  { kinds: ['ephemeral'], expected: says('lost, then lost', docs.ephemeralLifecycle, claimWithPod) },
  {
    kinds: ['static-pv', ...ofDeployment],
    where: withReclaimPolicy('retain'),
    expected: says(
      'blocked, then survived',
      docs.reclaiming,
      'A Deployment does not make its claim again, and its pods wait for one; the volume is retained, to be given back by hand.',
    ),
  },
  {
    kinds: ['static-pv', ...ofDeployment],
    where: withReclaimPolicy('delete'),
    expected: says(
      'blocked, then lost',
      docs.reclaiming,
      'A Deployment does not make its claim again, and its pods wait for one; the volume is deleted with its claim.',
    ),
  },
  {
    kinds: ['static-pv', ...ofDeployment],
    expected: says(
      'blocked',
      docs.persistentVolumes,
      'A Deployment does not make its claim again, and its pods wait for one; what becomes of the volume is not known.',
    ),
  },
  {
    kinds: ofStatefulSet,
    where: withReclaimPolicy('delete'),
    expected: says(
      'lost, then lost',
      docs.reclaiming,
      'The volume is deleted with its claim; the StatefulSet makes another claim, to an empty volume.',
    ),
  },
  {
    kinds: ofStatefulSet,
    expected: says(
      'lost',
      docs.reclaiming,
      'The StatefulSet makes another claim, to an empty volume: also a retained one has to be given back by hand.',
    ),
  },
];

export const removal: Rules<
  | 'container-crash'
  | 'oom'
  | 'pod-delete'
  | 'pod-force-delete'
  | 'rollout'
  | 'scale-zero'
  | 'workload-delete'
  | 'claim-delete'
> = {
  'container-crash': containerRestarted,
  oom: [
    {
      kinds: ['memory'],
      expected: says(
        'survived',
        docs.emptyDir,
        'The pod stays, and its files in memory with it; they count to its limit, which leaves room for them here.',
      ),
    },
    ...containerRestarted,
  ],
  'pod-delete': podsReplaced,
  'pod-force-delete': [
    { kinds: ['postgres', 'redis-always', 'redis-everysec'], expected: isOpen(twoAtOnce) },
    ...podsReplaced,
  ],
  rollout: podsReplaced,
  'scale-zero': podsReplaced,
  'workload-delete': [
    {
      kinds: ofStatefulSet,
      expected: says(
        'survived',
        docs.statefulSetRetention,
        'Claims stay when their StatefulSet is deleted, unless it says otherwise; the same names find them again.',
      ),
    },
    ...podsReplaced,
  ],
  'claim-delete': claimDeleted,
};
