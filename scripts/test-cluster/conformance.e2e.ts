import { openKubernetes } from '@persistence-lab/cluster';
import { describeCluster, type Ability } from '@persistence-lab/cluster/conformance';
import { createPower, powerTemplate } from '@persistence-lab/lab/node-power';

// a command as `lab run --node-power` takes it: 'docker {action:kill|start} {node}'
const { NODE_POWER } = process.env;

const cluster = await openKubernetes();
const { name } = cluster;
const reachOf = (subject: string) => cluster.claims(cluster.subject(subject))[0]?.reach;
const severalNodes: Ability =
  cluster.nodes().filter(({ ready }) => ready).length > 1 || 'the cluster has only one node';
const oneNodeClaims = reachOf('notes-pvc') === 'one node' || 'volumes of the default class are not bound to a node';
const sharedVolumes = reachOf('notes-pvc-rwx') === 'everywhere' || 'the volume of notes-pvc-rwx is not on every node';
await cluster.close();

describeCluster('kubernetes', {
  open: () => openKubernetes(NODE_POWER ? { power: createPower(powerTemplate(NODE_POWER), name) } : {}),
  subjects: {
    podOnly: 'notes-emptydir',
    claimed: 'notes-pvc',
    everywhere: 'notes-pvc-rwx',
    database: 'notes-postgres',
  },
  abilities: {
    severalNodes,
    oneNodeClaims: severalNodes === true ? oneNodeClaims : severalNodes,
    sharedVolumes,
    database: true,
    power: NODE_POWER !== undefined || 'NODE_POWER does not say how to switch nodes',
  },
  patience: 120_000,
});
