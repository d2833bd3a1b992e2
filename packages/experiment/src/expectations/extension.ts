import { docs } from '../sources.ts';
import {
  inContainer,
  inPod,
  inProcess,
  isOpen,
  ofDeployment,
  onNode,
  onOneNode,
  withAccessScope,
  type Rules,
  says,
} from './rule.ts';

const eachItsOwn = 'Each replica has a place of its own for its notes, and serves only those.';
const oneForAll = 'The replicas share one database, which is not scaled with them.';
const wherever = 'where the scheduler puts them is not promised.';

export const extension: Rules<'scale-out'> = {
  'scale-out': [
    // What is scaled back may be any of the replicas: which notes are left then, nobody says.
    { kinds: [...inContainer, 'emptydir', 'memory'], expected: says('diverged', docs.volumes, eachItsOwn) },
    { kinds: inPod, expected: says('diverged', docs.ephemeralLifecycle, eachItsOwn) },
    {
      kinds: ['statefulset'],
      expected: says(
        'diverged, then survived',
        docs.statefulSetStorage,
        'Each replica has a claim of its own; scaling back takes those that came last.',
      ),
    },
    {
      kinds: ['postgres', 'redis-always', 'redis-everysec', ...inProcess],
      expected: says('survived, then survived', docs.deployment, oneForAll),
    },
    {
      kinds: ['hostpath'],
      where: onOneNode,
      expected: says('survived, then survived', docs.hostPath, 'On one node all replicas share its folder.'),
    },
    {
      kinds: onNode,
      where: onOneNode,
      expected: says(
        'survived, then survived',
        docs.accessModes,
        'A ReadWriteOnce volume serves all replicas of one node.',
      ),
    },
    {
      kinds: onNode,
      expected: isOpen(`Replicas on one node share its folder, on two nodes they diverge; ${wherever}`),
    },
    {
      kinds: ofDeployment,
      where: onOneNode,
      expected: says(
        'survived, then survived',
        docs.accessModes,
        'Also a ReadWriteOnce volume serves all replicas of one node.',
      ),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('one node'),
      expected: says(
        'survived, then survived',
        docs.nodeAffinity,
        "The volume's node affinity keeps all replicas on its node, where they share it.",
      ),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('everywhere'),
      expected: says(
        'survived, then survived',
        docs.accessModes,
        'The volume is mounted by all replicas, on whichever nodes.',
      ),
    },
    {
      kinds: ofDeployment,
      where: withAccessScope('follows'),
      expected: isOpen(`Replicas on the volume's node share it, on any other they wait for it; ${wherever}`),
    },
    { kinds: ofDeployment, expected: isOpen('Nobody can tell where this volume can be mounted.') },
  ],
};
