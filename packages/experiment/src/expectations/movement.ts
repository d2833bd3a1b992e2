import { docs } from '../sources.ts';
import {
  inContainer,
  inPod,
  inProcess,
  isOpen,
  ofDeployment,
  ofStatefulSet,
  onNode,
  onOneNode,
  withAccessScope,
  type Rule,
  type Rules,
  says,
} from './rule.ts';

const noOtherNode = 'No other node takes its pods: they wait for this one.';
const startsEmpty = 'The replacement on another node begins with nothing, and so does the next one.';
const leftBehind =
  'The folder stays behind on its node: the replacement begins with an empty one, until it is moved home.';
const boundToNode = "The volume's node affinity lets no other node take the pod: it waits for its node.";
const mountedThere = 'The volume is mounted on the new node as well.';
const unknownReach = 'Nobody can tell where this volume can be mounted.';
const atMostOne =
  'A StatefulSet waits for the old pod, of which nobody can say that it has ended: there is no replacement.';
const mayLoseASecond = 'This Redis syncs once a second: a cut of the power may cost the last second, or nothing.';

const drainedAway: readonly Rule[] = [
  {
    kinds: [...inContainer, ...inPod, ...inProcess],
    where: onOneNode,
    expected: says('blocked, then lost', docs.drain, noOtherNode),
  },
  {
    kinds: [...onNode, ...ofDeployment, ...ofStatefulSet],
    where: onOneNode,
    expected: says('blocked, then survived', docs.drain, noOtherNode),
  },
  { kinds: ['ephemeral'], expected: says('lost, then lost', docs.ephemeralLifecycle, startsEmpty) },
  { kinds: inPod, expected: says('lost, then lost', docs.emptyDir, startsEmpty) },
  { kinds: inContainer, expected: says('lost, then lost', docs.volumes, startsEmpty) },
  { kinds: inProcess, expected: says('lost, then lost', docs.redisPersistence, startsEmpty) },
  { kinds: ['hostpath'], expected: says('lost, then survived', docs.hostPath, leftBehind) },
  { kinds: onNode, expected: says('lost, then survived', docs.typesOfVolumes, leftBehind) },
];

const claimsDrained: readonly Rule[] = [
  {
    kinds: [...ofDeployment, ...ofStatefulSet],
    where: withAccessScope('one node'),
    expected: says('blocked, then survived', docs.nodeAffinity, boundToNode),
  },
  {
    kinds: [...ofDeployment, ...ofStatefulSet],
    where: withAccessScope('follows'),
    expected: says(
      'survived, then survived',
      docs.persistentVolumes,
      'The volume is detached from the one node and attached to the other.',
    ),
  },
  {
    kinds: [...ofDeployment, ...ofStatefulSet],
    where: withAccessScope('everywhere'),
    expected: says('survived, then survived', docs.accessModes, mountedThere),
  },
  { kinds: [...ofDeployment, ...ofStatefulSet], expected: isOpen(unknownReach) },
];

const durable = [...onNode, ...ofDeployment, ...ofStatefulSet].filter((kind) => kind !== 'redis-everysec');

const onlyNodeFailed: readonly Rule[] = [
  {
    kinds: [...inContainer, 'memory', ...inProcess],
    where: onOneNode,
    expected: says('blocked, then lost', docs.nodeShutdown, noOtherNode),
  },
  { kinds: durable, where: onOneNode, expected: says('blocked, then survived', docs.nodeShutdown, noOtherNode) },
  {
    kinds: ['emptydir', 'ephemeral', 'redis-everysec'],
    where: onOneNode,
    expected: says(
      'blocked',
      docs.nodeShutdown,
      `${noOtherNode} What they find then depends on whether it was given up meanwhile.`,
    ),
  },
];

const failed: readonly Rule[] = [
  ...onlyNodeFailed,
  { kinds: inProcess, expected: says('blocked, then lost', docs.forceDelete, atMostOne) },
  { kinds: ['redis-everysec'], expected: says('blocked', docs.forceDelete, `${atMostOne} ${mayLoseASecond}`) },
  { kinds: ofStatefulSet, expected: says('blocked, then survived', docs.forceDelete, atMostOne) },
  { kinds: [...inContainer, ...inPod], expected: says('lost, then lost', docs.taints, startsEmpty) },
  { kinds: onNode, expected: says('lost, then survived', docs.taints, leftBehind) },
  {
    kinds: ofDeployment,
    where: withAccessScope('one node'),
    expected: says('blocked, then survived', docs.nodeAffinity, boundToNode),
  },
  {
    kinds: ofDeployment,
    where: withAccessScope('everywhere'),
    expected: says('survived, then survived', docs.accessModes, mountedThere),
  },
  {
    kinds: ofDeployment,
    where: withAccessScope('follows'),
    expected: {
      ...isOpen(
        'The replacement waits until the volume is detached from the dead node, which takes six minutes and more: the lab may wait longer or not.',
      ),
      afterUndo: 'survived',
      source: docs.nodeShutdown,
    },
  },
  { kinds: ofDeployment, expected: isOpen(unknownReach) },
];

const bootDisk = "The pod stays with its node, and its files are on the node's disk.";

const rebooted: readonly Rule[] = [
  {
    kinds: inContainer,
    expected: says('lost', docs.restart, 'After the boot the container starts again from its image.'),
  },
  {
    kinds: inProcess,
    expected: says(
      'lost',
      docs.redisPersistence,
      'This Redis writes nothing to disk: what it holds goes with the power.',
    ),
  },
  { kinds: ['memory'], expected: says('lost', docs.restart, 'What is in memory goes with the power.') },
  { kinds: ['emptydir'], expected: says('survived', docs.restart, bootDisk) },
  {
    kinds: ['ephemeral'],
    expected: isOpen('The pod that owns the volume stays: it should survive, but no page says so.'),
  },
  { kinds: ['redis-everysec'], expected: isOpen(mayLoseASecond) },
  { kinds: onNode, expected: says('survived', docs.restart, bootDisk) },
  {
    kinds: ['postgres'],
    expected: says(
      'survived',
      docs.postgresWal,
      'Each commit is in the write-ahead log on disk, and is replayed at the start.',
    ),
  },
  {
    kinds: ['redis-always'],
    expected: says(
      'survived',
      docs.redisPersistence,
      'Each change was synced to the append-only file before its answer.',
    ),
  },
  {
    kinds: [...ofDeployment, ...ofStatefulSet],
    expected: says('survived', docs.restart, 'The pod stays with its node, and mounts its volume again.'),
  },
];

export const movement: Rules<'node-drain' | 'node-failure' | 'node-reboot'> = {
  'node-drain': [...drainedAway, ...claimsDrained],
  'node-failure': failed,
  'node-reboot': rebooted,
};
