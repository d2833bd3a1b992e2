import type { Container } from '../containers/container.ts';
import type { Definition } from '../state/definitions.ts';
import type { StartContainer } from '../containers/start-container.ts';
import { createFolders, removePaths, type ClusterPaths } from './paths.ts';
import { createPodRuntime, type PodRuntime } from './pod-runtime.ts';
import type { ProcessList } from '../containers/process-list.ts';
import { removePod, type PodState, type State } from '../state/state.ts';

export interface KubeletsOptions {
  readonly state: State;
  readonly paths: ClusterPaths;
  readonly processes: ProcessList;
  readonly start: StartContainer;
  readonly definitionOf: (workload: string) => Definition;
  readonly freePort: () => Promise<number>;
  /** Changes the state and runs the controllers. */
  readonly update: (change: (state: State) => void) => void;
}

/** Runs the pods of the nodes that have power. */
export interface Kubelets {
  /** Starts and stops pods as the state demands. */
  sync(): void;
  containerOf(pod: string): Container | undefined;
  /** Ends the pod's processes at once. */
  kill(pod: string): Promise<void>;
  /** Ends the services first, since they may need the databases during their shutdown. */
  stopAll(): Promise<void>;
}

/** Milliseconds from a pod's first signal to SIGKILL, as in k8s/. */
const grace: Record<Definition['app'], number> = {
  'notes-api': 15_000,
  uploader: 15_000,
  redis: 30_000,
  postgres: 60_000,
};

export function createKubelets(options: KubeletsOptions): Kubelets {
  const { state, definitionOf, update } = options;
  const runPod = createPodRunner(options);
  const runtimes = new Map<string, PodRuntime>();
  const stopping = new Map<string, Promise<void>>();
  const isPowered = (name: string | null) => state.nodes.some((node) => node.name === name && node.powered);
  const graceOf = ({ workload }: PodState) => grace[definitionOf(workload).app];
  let closing = false;

  async function stop(pod: PodState, runtime: PodRuntime | undefined): Promise<void> {
    await runtime?.stop(graceOf(pod));
    runtimes.delete(pod.id);
    stopping.delete(pod.id);
    // a node without power cannot confirm the end of its pods
    if (!isPowered(pod.node)) return;
    update(() => removePod(state, pod.id));
  }
  async function stopAllOf(component: Definition['component']): Promise<void> {
    const pods = state.pods.filter(({ workload }) => definitionOf(workload).component === component);
    await Promise.all(pods.map(async (pod) => runtimes.get(pod.id)?.stop(graceOf(pod))));
  }
  function sync(): void {
    if (closing) return;
    for (const pod of state.pods.filter(({ node }) => isPowered(node))) {
      const runtime = runtimes.get(pod.id);
      if (!pod.terminating && runtime === undefined) runtimes.set(pod.id, runPod(pod));
      if (pod.terminating && !stopping.has(pod.id)) stopping.set(pod.id, stop(pod, runtime));
    }
  }

  return {
    sync,
    containerOf: (pod) => runtimes.get(pod)?.container(),
    async kill(pod) {
      await runtimes.get(pod)?.kill();
      runtimes.delete(pod);
    },
    async stopAll() {
      closing = true;
      await stopAllOf('api');
      await stopAllOf('database');
      await Promise.all(stopping.values());
    },
  };
}

/** Starts the runtime of a pod, whose readiness and restarts it writes into the state. */
function createPodRunner({ paths, processes, start, definitionOf, freePort, update }: KubeletsOptions) {
  async function startContainer(pod: PodState): Promise<Container> {
    const definition = definitionOf(pod.workload);
    const data = paths.dataPath(pod, definition);
    await createFolders(paths.logFolder, data);
    const container = await start(pod, definition, { data, logFile: paths.logFileOf(pod), port: await freePort() });
    void container.exited.then(() => processes.remove(container.pid));
    await processes.add(container.pid);
    return container;
  }
  async function recordRestart(pod: PodState, how: string): Promise<void> {
    const containerLayer = paths.containerPath(pod);
    update(() => {
      pod.ready = false;
      pod.restarts += 1;
      pod.lastExit = how;
    });
    await removePaths(containerLayer);
  }

  return (pod: PodState): PodRuntime =>
    createPodRuntime({
      start: () => startContainer(pod),
      onReadyChange: (ready) => update(() => (pod.ready = ready && !pod.terminating)),
      onRestart: (how) => recordRestart(pod, how),
    });
}
