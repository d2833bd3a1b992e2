import { expect, it } from 'vitest';
import { terminatePod } from '../state/state.ts';
import { createTestModel } from '../../test-support/test-model.ts';

const cordonOthers = (home: string) => (state: { nodes: { name: string; cordoned: boolean }[] }) =>
  state.nodes.forEach((node) => (node.cordoned = node.name !== home));

it('spreads the replicas of a workload over the nodes', () => {
  const model = createTestModel(['notes-emptydir', 'notes-none', 'notes-pvc-rwx']);
  model.change(({ workloads }) => (workloads.find(({ name }) => name === 'notes-pvc-rwx')!.desiredReplicas = 3));
  expect(new Set(model.pods('notes-pvc-rwx').map(({ node }) => node))).toEqual(new Set(['node-1', 'node-2', 'node-3']));
});

it('would rather put a pod on a fuller node than beside another of its own workload', () => {
  const model = createTestModel(['notes-pvc-rwx', 'notes-none'], 2);
  const home = model.pod('notes-pvc-rwx').node!;
  model.runNodes();
  model.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = node.name === home));
    state.workloads.find(({ name }) => name === 'notes-none')!.desiredReplicas = 4;
  });
  model.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = false));
    state.workloads.find(({ name }) => name === 'notes-pvc-rwx')!.desiredReplicas = 2;
  });
  expect(new Set(model.pods('notes-pvc-rwx').map(({ node }) => node)).size).toBe(2);
});

it('puts nothing on a node that is cordoned or not ready', () => {
  const model = createTestModel(['notes-none']);
  model.runNodes();
  model.change(({ nodes, workloads }) => {
    nodes[0]!.cordoned = true;
    nodes[1]!.ready = false;
    workloads[0]!.desiredReplicas = 0;
  });
  model.runNodes();
  model.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
  expect(model.pods('notes-none').map(({ node }) => node)).toEqual(['node-3', 'node-3', 'node-3']);
});

it('says of each node why it does not take a pod, as Kubernetes does', () => {
  const model = createTestModel(['notes-pvc']);
  model.runNodes();
  const pod = model.pod('notes-pvc');
  model.change((state) => {
    state.nodes.find(({ name }) => name === pod.node)!.cordoned = true;
    terminatePod(state, pod);
  });
  model.runNodes();
  expect(model.pod('notes-pvc')).toMatchObject({
    node: null,
    pendingReason:
      '0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict.',
  });
  model.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = false));
    state.nodes.find(({ name }) => name === pod.node)!.ready = false;
  });
  expect(model.pod('notes-pvc').pendingReason).toBe(
    '0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, ' +
      '2 node(s) had volume node affinity conflict.',
  );
});

it('lets a pod wait until a node can take it', () => {
  const model = createTestModel(['notes-none']);
  model.runNodes();
  model.change((state) => {
    cordonOthers('nowhere')(state);
    terminatePod(state, model.pod('notes-none'));
  });
  model.runNodes();
  expect(model.pod('notes-none')).toMatchObject({ node: null, pendingReason: expect.stringContaining('3 node(s)') });
  model.change(cordonOthers('node-2'));
  expect(model.pod('notes-none')).toMatchObject({ node: 'node-2', pendingReason: null });
});

it('brings a pod back to the node of its volume, and lets others move', () => {
  const model = createTestModel(['notes-pvc', 'notes-statefulset', 'notes-pvc-rwx', 'notes-static-pv']);
  model.runNodes();
  const before = new Map(model.state.pods.map(({ workload, node }) => [workload, node]));
  for (const name of before.keys()) {
    const home = before.get(name);
    const elsewhere = model.state.nodes.find((node) => node.name !== home)!.name;
    model.change((state) => {
      terminatePod(state, model.pod(name));
      cordonOthers(elsewhere)(state);
    });
    model.runNodes();
    const isBound = name === 'notes-pvc' || name === 'notes-statefulset';
    expect([name, model.pod(name).node]).toEqual([name, isBound ? null : elsewhere]);
    model.change((state) => state.nodes.forEach((node) => (node.cordoned = false)));
    expect([name, model.pod(name).node]).toEqual([name, isBound ? home : elsewhere]);
  }
});
