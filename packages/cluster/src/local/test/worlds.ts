import { definitions as all, type Definition } from '../definitions.ts';
import { reconcile } from '../reconcile.ts';
import { resume } from '../resume.ts';
import { definitionOf, newState, removePod, type PodState, type State, type World } from '../state.ts';

/** A simulated cluster without processes: what happens on nodes is told by the test. */
export interface TestWorld extends World {
  /** Changes the state and lets the controllers act on it. */
  change(how: (state: State) => void): void;
  pods(workload: string): PodState[];
  pod(workload: string): PodState;
  /** Every pod that runs becomes ready, and every pod that is told to stop is gone, until nothing changes any more. */
  settle(): void;
}

/** One with these workloads, scheduled; three nodes. */
export function createTestWorld(names: readonly string[], nodes = 3): TestWorld {
  const definitions: readonly Definition[] = names.map((name) => definitionOf({ definitions: all }, name));
  let ids = 0;
  const state = newState(nodes, []);
  const world: World = { state, definitions, newId: () => `${(ids += 1)}` };
  resume(world);
  reconcile(world);

  const isOn = (node: string | null) => state.nodes.some(({ name, powered }) => name === node && powered);
  const pods = (workload: string) => state.pods.filter((pod) => pod.workload === workload);
  function change(how: (state: State) => void): void {
    how(state);
    reconcile(world);
  }
  const moving = () => state.pods.find((pod) => isOn(pod.node) && (pod.terminating || !pod.ready));
  function settle(): void {
    for (let pod = moving(); pod; pod = moving()) {
      const { id } = pod;
      change(() => (pod.terminating ? removePod(state, id) : (pod.ready = true)));
    }
  }
  return { ...world, change, pods, settle, pod: (workload) => pods(workload)[0]! };
}
