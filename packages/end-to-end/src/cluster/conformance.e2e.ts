import { openKubernetes } from '@persistence-lab/cluster';
import { describeCluster, type Capability } from '@persistence-lab/cluster/conformance';
import { nodePower, noPowerReason } from './node-power.ts';

const cluster = await openKubernetes();
const power = nodePower(cluster.name);
const accessScopeOf = (subject: string) => cluster.claims(cluster.subject(subject))[0]?.accessScope;
const multipleNodes: Capability =
  cluster.nodes().filter(({ ready }) => ready).length > 1 || 'the cluster has only one node';
const nodeBoundClaims =
  accessScopeOf('notes-pvc') === 'one node' || 'volumes of the default class are not bound to a node';
const sharedVolumes =
  accessScopeOf('notes-pvc-rwx') === 'everywhere' || 'the volume of notes-pvc-rwx is not on every node';
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
    nodeBoundClaims: multipleNodes === true ? nodeBoundClaims : multipleNodes,
    sharedVolumes,
    database: true,
    power: power !== undefined || noPowerReason,
  },
  timeout: 120_000,
});
