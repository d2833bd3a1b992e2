import type { Cluster, Replica, Workload, WorkloadName } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import type { ClusterActions } from '../recorded-actions.ts';
import { deployClaim } from './claims.ts';
import type { Container } from './container.ts';
import { definitionOf, endPod, removePod, type State, type WorkloadState, type World } from './state.ts';

export interface ActionParts {
  readonly world: World;
  readonly update: (change: (state: State) => void) => void;
  readonly waitUntil: Cluster['waitUntil'];
  readonly containerOf: (pod: string) => Container | undefined;
  readonly kill: (pod: string) => Promise<void>;
}

/** Milliseconds for pods to end: the longest grace period, and a little. */
const removalDeadline = 90_000;

/** What happens to single replicas, and new revisions. Nothing of it has to be undone. */
export function createReplicaActions({ world, update, containerOf, kill }: ActionParts) {
  const { state } = world;
  const podOf = (replica: Replica) => {
    const pod = state.pods.find(({ id }) => id === replica.id);
    if (pod === undefined) throw new ClusterError('missing', `${replica.name} is gone.`);
    return pod;
  };
  async function end(replica: Replica): Promise<void> {
    const pod = podOf(replica);
    update(() => endPod(state, pod));
  }
  async function crash(replica: Replica): Promise<void> {
    const container = containerOf(podOf(replica).id);
    if (container === undefined) throw new ClusterError('refused', `${replica.name} does not run: nothing to crash.`);
    await container.crash();
  }

  return {
    crash,
    /** What the kernel sends to a process that is out of memory is what this sends: no memory is used up. */
    oomKill: async (replica: Replica) => {
      const container = containerOf(podOf(replica).id);
      if (container === undefined) throw new ClusterError('refused', `${replica.name} does not run: nothing to end.`);
      await container.kill();
    },
    async delete(replica: Replica, { force = false } = {}) {
      if (!force) return end(replica);
      const { id } = podOf(replica);
      await kill(id);
      update(() => removePod(state, id));
    },
    evict: end,
    rollout: async (workload: Workload) => update(() => (workloadOf(state, workload).revision += 1)),
  };
}

/** What can be undone. */
export function createPlainActions({ world, update, waitUntil }: ActionParts): ClusterActions {
  const { state } = world;
  const setCordoned = async (name: string, cordoned: boolean) => {
    const node = state.nodes.find((each) => each.name === name);
    if (node === undefined) throw new ClusterError('missing', `The cluster has no node "${name}".`);
    update(() => (node.cordoned = cordoned));
  };
  const untilGone = (what: string, pods: Set<string>, claims = new Set<string>()) =>
    waitUntil(
      `${what} is gone`,
      () => !state.pods.some(({ id }) => pods.has(id)) && !state.claims.some(({ id }) => claims.has(id)),
      { timeout: removalDeadline },
    );

  return {
    cordon: (node) => setCordoned(node, true),
    uncordon: (node) => setCordoned(node, false),
    scale: async (workload, replicas) => update(() => (workloadOf(state, workload).desiredReplicas = replicas)),
    async deleteClaimsExcept({ name }, names) {
      if (definitionOf(world, name).storage !== 'claim of the ordinal') return;
      const others = state.claims.filter((claim) => claim.workload === name && !names.includes(claim.name));
      update(() => others.forEach((claim) => (claim.terminating = true)));
      await untilGone(`What ${name} made for more replicas`, new Set(), idsOf(others));
    },
    async deleteWorkload({ name }) {
      const pods = state.pods.filter(({ workload }) => workload === name);
      update(() => (workloadOf(state, { name }).deleted = true));
      await untilGone(name, idsOf(pods));
    },
    async deleteClaims({ name }) {
      const claims = state.claims.filter(({ workload }) => workload === name);
      const pods = state.pods.filter(({ workload }) => workload === name);
      update(() => {
        for (const claim of claims) claim.terminating = true;
        for (const pod of pods) endPod(state, pod);
      });
      await untilGone(`The claims of ${name}`, idsOf(pods), idsOf(claims));
    },
    // all that is needed is in the definitions and in the state
    backUp: async () => null,
    create: async (workload) => update(() => createAgain(world, workload)),
  };
}

/** A retained volume is given back to its claim. */
function createAgain(world: World, workload: WorkloadName): void {
  const { state } = world;
  const definition = definitionOf(world, workload.name);
  workloadOf(state, workload).deleted = false;
  const volume = state.volumes.find(({ name, released }) => name === workload.name && released);
  if (volume) volume.released = false;
  deployClaim(world, definition);
}

function workloadOf(state: State, { name }: Pick<WorkloadName, 'name'>): WorkloadState {
  const found = state.workloads.find((workload) => workload.name === name);
  if (found === undefined) throw new ClusterError('missing', `There is no workload "${name}".`);
  return found;
}

const idsOf = (objects: { id: string }[]) => new Set(objects.map(({ id }) => id));
