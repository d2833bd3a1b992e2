import type { Text } from '@persistence-lab/language';
import type { Cluster, Replica, Workload, WorkloadName } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { noNode, type ClusterActions } from '../../runs/recorded-actions.ts';
import { createDeploymentClaim } from '../controllers/claims.ts';
import type { Container } from '../containers/container.ts';
import {
  definitionOf,
  terminatePod,
  removePod,
  type State,
  type WorkloadState,
  type ClusterModel,
} from '../state/state.ts';

export interface ActionParts {
  readonly model: ClusterModel;
  readonly update: (change: (state: State) => void) => void;
  readonly waitUntil: Cluster['waitUntil'];
  readonly containerOf: (pod: string) => Container | undefined;
  readonly kill: (pod: string) => Promise<void>;
}

/** Milliseconds for pods to end: the longest grace period, and some more. */
const removalDeadline = 90_000;

/** The actions that need no undo. */
export function createReplicaActions({ model, update, containerOf, kill }: ActionParts) {
  const { state } = model;
  const podOf = (replica: Replica) => {
    const pod = state.pods.find(({ id }) => id === replica.id);
    if (pod === undefined)
      throw new ClusterError('missing', {
        en: `${replica.name} is gone.`,
        'pt-BR': `${replica.name} não existe mais.`,
      });
    return pod;
  };
  async function end(replica: Replica): Promise<void> {
    const pod = podOf(replica);
    update(() => terminatePod(state, pod));
  }
  function requireContainer(replica: Replica): Container {
    const container = containerOf(podOf(replica).id);
    if (container !== undefined) return container;
    const { name } = replica;
    const text = {
      en: `${name} does not run: there is no process to end.`,
      'pt-BR': `${name} não está em execução: não há processo a encerrar.`,
    };
    throw new ClusterError('refused', text);
  }
  async function crash(replica: Replica): Promise<void> {
    await requireContainer(replica).crash();
  }

  return {
    crash,
    /** Sends the SIGKILL that the kernel would send; no memory is allocated. */
    oomKill: async (replica: Replica) => {
      await requireContainer(replica).kill();
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

/** The actions that `createRecordedActions` can undo. */
export function createClusterActions({ model, update, waitUntil }: ActionParts): ClusterActions {
  const { state } = model;
  const setCordoned = async (name: string, cordoned: boolean) => {
    const node = state.nodes.find((each) => each.name === name);
    if (node === undefined) throw noNode(name);
    update(() => (node.cordoned = cordoned));
  };
  const waitUntilGone = (what: Text, pods: Set<string>, claims = new Set<string>()) =>
    waitUntil(
      what,
      () => !state.pods.some(({ id }) => pods.has(id)) && !state.claims.some(({ id }) => claims.has(id)),
      { timeout: removalDeadline },
    );

  return {
    cordon: (node) => setCordoned(node, true),
    uncordon: (node) => setCordoned(node, false),
    scale: async (workload, replicas) => update(() => (workloadOf(state, workload).desiredReplicas = replicas)),
    async deleteClaimsExcept({ name }, names) {
      if (definitionOf(model, name).storage !== 'claim of the ordinal') return;
      const others = state.claims.filter((claim) => claim.workload === name && !names.includes(claim.name));
      update(() => others.forEach((claim) => (claim.terminating = true)));
      await waitUntilGone(
        {
          en: `The claims that ${name} has made for more replicas are gone`,
          'pt-BR': `Os PersistentVolumeClaims que ${name} criou para mais réplicas foram excluídos`,
        },
        new Set(),
        idsOf(others),
      );
    },
    async deleteWorkload({ name }) {
      const pods = state.pods.filter(({ workload }) => workload === name);
      update(() => (workloadOf(state, { name }).deleted = true));
      await waitUntilGone({ en: `${name} is gone`, 'pt-BR': `${name} foi excluído` }, idsOf(pods));
    },
    async deleteClaims({ name }) {
      const claims = state.claims.filter(({ workload }) => workload === name);
      const pods = state.pods.filter(({ workload }) => workload === name);
      update(() => {
        for (const claim of claims) claim.terminating = true;
        for (const pod of pods) terminatePod(state, pod);
      });
      await waitUntilGone(
        { en: `The claims of ${name} are gone`, 'pt-BR': `Os PersistentVolumeClaims de ${name} foram excluídos` },
        idsOf(pods),
        idsOf(claims),
      );
    },
    // the definitions and the state have all that is needed
    backUp: async () => null,
    recreate: async (workload) => update(() => recreateWorkload(model, workload)),
  };
}

/** Binds a retained volume to its claim again. */
function recreateWorkload(model: ClusterModel, workload: WorkloadName): void {
  const { state } = model;
  const definition = definitionOf(model, workload.name);
  workloadOf(state, workload).deleted = false;
  const volume = state.volumes.find(({ name, released }) => name === workload.name && released);
  if (volume) volume.released = false;
  createDeploymentClaim(model, definition);
}

function workloadOf(state: State, { name }: Pick<WorkloadName, 'name'>): WorkloadState {
  const found = state.workloads.find((workload) => workload.name === name);
  if (found === undefined)
    throw new ClusterError('missing', {
      en: `The cluster has no workload "${name}".`,
      'pt-BR': `O cluster não tem a carga de trabalho "${name}".`,
    });
  return found;
}

const idsOf = (objects: { id: string }[]) => new Set(objects.map(({ id }) => id));
