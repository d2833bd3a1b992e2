import { definitions as all, type Definition } from '../local/state/definitions.ts';
import { reconcile } from '../local/controllers/reconcile.ts';
import { resumeCluster } from '../local/state/resume.ts';
import {
  definitionOf,
  newState,
  removePod,
  type PodState,
  type State,
  type ClusterModel,
} from '../local/state/state.ts';

/** A simulated cluster without processes: the test decides what happens on nodes. */
export interface TestModel extends ClusterModel {
  /** Changes the state and runs the controllers. */
  change(how: (state: State) => void): void;
  pods(workload: string): PodState[];
  pod(workload: string): PodState;
  /** Makes running pods ready and removes terminating ones until nothing changes. */
  runNodes(): void;
}

/** One with these workloads, scheduled; three nodes. */
export function createTestModel(names: readonly string[], nodes = 3): TestModel {
  const definitions: readonly Definition[] = names.map((name) => definitionOf({ definitions: all }, name));
  let ids = 0;
  const state = newState(nodes, []);
  const model: ClusterModel = { state, definitions, newId: () => `${(ids += 1)}` };
  resumeCluster(model);
  reconcile(model);

  const isOn = (node: string | null) => state.nodes.some(({ name, powered }) => name === node && powered);
  const pods = (workload: string) => state.pods.filter((pod) => pod.workload === workload);
  function change(how: (state: State) => void): void {
    how(state);
    reconcile(model);
  }
  const nextChange = () => state.pods.find((pod) => isOn(pod.node) && (pod.terminating || !pod.ready));
  function runNodes(): void {
    for (let pod = nextChange(); pod; pod = nextChange()) {
      const { id } = pod;
      change(() => (pod.terminating ? removePod(state, id) : (pod.ready = true)));
    }
  }
  return { ...model, change, pods, runNodes, pod: (workload) => pods(workload)[0]! };
}
