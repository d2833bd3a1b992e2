import type { Container } from './container.ts';
import type { Definition } from './definitions.ts';
import { makeFolders, removeFolders } from './folders.ts';
import type { Start } from './images.ts';
import type { Places } from './places.ts';
import { createPodLife, type PodLife } from './pod-life.ts';
import type { ProcessList } from './process-list.ts';
import { removePod, type PodState, type State } from './state.ts';

export interface KubeletsOptions {
  readonly state: State;
  readonly places: Places;
  readonly processes: ProcessList;
  readonly start: Start;
  readonly definitionOf: (workload: string) => Definition;
  readonly freePort: () => Promise<number>;
  /** Changes the state, and has the cluster act on it. */
  readonly update: (change: (state: State) => void) => void;
}

/** What runs pods on the nodes that have power. */
export interface Kubelets {
  /** Starts and stops what the state asks for. */
  sync(): void;
  containerOf(pod: string): Container | undefined;
  /** Ends the pod's processes at once. */
  kill(pod: string): Promise<void>;
  /** Ends the services, then the databases that they may still need. */
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
  const { state, places, processes, start, definitionOf, freePort, update } = options;
  const lives = new Map<string, PodLife>();
  const stopping = new Map<string, Promise<void>>();
  const isPowered = (name: string | null) => state.nodes.some((node) => node.name === name && node.powered);
  let closing = false;

  async function startContainer(pod: PodState): Promise<Container> {
    const definition = definitionOf(pod.workload);
    const data = places.dataOf(pod, definition);
    await makeFolders(places.logs, data);
    const container = await start(pod, definition, { data, logFile: places.logFileOf(pod), port: await freePort() });
    void container.exited.then(() => processes.remove(container.pid));
    await processes.add(container.pid);
    return container;
  }

  async function restarting(pod: PodState, how: string): Promise<void> {
    const containerLayer = places.containerOf(pod);
    update(() => {
      pod.ready = false;
      pod.restarts += 1;
      pod.lastExit = how;
    });
    await removeFolders(containerLayer);
  }

  function run(pod: PodState): void {
    const life = createPodLife({
      start: () => startContainer(pod),
      readyChanged: (ready) => update(() => (pod.ready = ready && !pod.terminating)),
      restarting: (how) => restarting(pod, how),
    });
    lives.set(pod.id, life);
  }

  async function stop(pod: PodState, life: PodLife | undefined): Promise<void> {
    await life?.stop(grace[definitionOf(pod.workload).app]);
    lives.delete(pod.id);
    stopping.delete(pod.id);
    // nobody is left on its node to say that it has ended
    if (!isPowered(pod.node)) return;
    update(() => removePod(state, pod.id));
  }

  async function stopThose(component: Definition['component']): Promise<void> {
    const those = state.pods.filter(({ workload }) => definitionOf(workload).component === component);
    await Promise.all(those.map(async ({ id, workload }) => lives.get(id)?.stop(grace[definitionOf(workload).app])));
  }

  function sync(): void {
    if (closing) return;
    for (const pod of state.pods.filter(({ node }) => isPowered(node))) {
      const life = lives.get(pod.id);
      if (!pod.terminating && life === undefined) run(pod);
      if (pod.terminating && !stopping.has(pod.id)) stopping.set(pod.id, stop(pod, life));
    }
  }

  return {
    sync,
    containerOf: (pod) => lives.get(pod)?.container(),
    async kill(pod) {
      const life = lives.get(pod);
      await life?.kill();
      lives.delete(pod);
    },
    async stopAll() {
      closing = true;
      await stopThose('api');
      await stopThose('database');
      await Promise.all(stopping.values());
    },
  };
}
