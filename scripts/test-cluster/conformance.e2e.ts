import { openKubernetes } from '@persistence-lab/cluster';
import { describeCluster, type Capability } from '@persistence-lab/cluster/conformance';
import { nodePower, whyNoPower } from './node-power.ts';

const cluster = await openKubernetes();
const power = nodePower(cluster.name);
const reachOf = (subject: string) => cluster.claims(cluster.subject(subject))[0]?.accessScope;
const multipleNodes: Capability =
  cluster.nodes().filter(({ ready }) => ready).length > 1 || 'the cluster has only one node';
const oneNodeClaims = reachOf('notes-pvc') === 'one node' || 'volumes of the default class are not bound to a node';
const sharedVolumes = reachOf('notes-pvc-rwx') === 'everywhere' || 'the volume of notes-pvc-rwx is not on every node';
await cluster.close();

describeCluster('kubernetes', {
  open: () => openKubernetes({ power }),
  subjects: {
    podOnly: 'notes-emptydir',
    claimed: 'notes-pvc',
    everywhere: 'notes-pvc-rwx',
    ordinal: 'notes-statefulset',
    database: 'notes-postgres',
  },
  capabilities: {
    multipleNodes,
    nodeBoundClaims: multipleNodes === true ? oneNodeClaims : multipleNodes,
    sharedVolumes,
    database: true,
    power: power !== undefined || whyNoPower,
  },
  timeout: 120_000,
});
