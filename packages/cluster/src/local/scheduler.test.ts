import { expect, it } from 'vitest';
import { endPod } from './state.ts';
import { createTestWorld } from './test/worlds.ts';

const cordonOthers = (home: string) => (state: { nodes: { name: string; cordoned: boolean }[] }) =>
  state.nodes.forEach((node) => (node.cordoned = node.name !== home));

it('spreads the replicas of a workload over the nodes', () => {
  const world = createTestWorld(['notes-emptydir', 'notes-none', 'notes-pvc-rwx']);
  world.change(({ workloads }) => (workloads.find(({ name }) => name === 'notes-pvc-rwx')!.desiredReplicas = 3));
  expect(new Set(world.pods('notes-pvc-rwx').map(({ node }) => node))).toEqual(new Set(['node-1', 'node-2', 'node-3']));
});

it('would rather put a pod on a fuller node than beside another of its own workload', () => {
  const world = createTestWorld(['notes-pvc-rwx', 'notes-none'], 2);
  const home = world.pod('notes-pvc-rwx').node!;
  world.settle();
  world.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = node.name === home));
    state.workloads.find(({ name }) => name === 'notes-none')!.desiredReplicas = 4;
  });
  world.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = false));
    state.workloads.find(({ name }) => name === 'notes-pvc-rwx')!.desiredReplicas = 2;
  });
  expect(new Set(world.pods('notes-pvc-rwx').map(({ node }) => node)).size).toBe(2);
});

it('puts nothing on a node that is cordoned or not ready', () => {
  const world = createTestWorld(['notes-none']);
  world.settle();
  world.change(({ nodes, workloads }) => {
    nodes[0]!.cordoned = true;
    nodes[1]!.ready = false;
    workloads[0]!.desiredReplicas = 0;
  });
  world.settle();
  world.change(({ workloads }) => (workloads[0]!.desiredReplicas = 3));
  expect(world.pods('notes-none').map(({ node }) => node)).toEqual(['node-3', 'node-3', 'node-3']);
});

it('says of each node why it does not take a pod, as Kubernetes does', () => {
  const world = createTestWorld(['notes-pvc']);
  world.settle();
  const pod = world.pod('notes-pvc');
  world.change((state) => {
    state.nodes.find(({ name }) => name === pod.node)!.cordoned = true;
    endPod(state, pod);
  });
  world.settle();
  expect(world.pod('notes-pvc')).toMatchObject({
    node: null,
    pendingReason:
      '0/3 nodes are available: 1 node(s) were unschedulable, 2 node(s) had volume node affinity conflict.',
  });
  world.change((state) => {
    state.nodes.forEach((node) => (node.cordoned = false));
    state.nodes.find(({ name }) => name === pod.node)!.ready = false;
  });
  expect(world.pod('notes-pvc').pendingReason).toBe(
    '0/3 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, ' +
      '2 node(s) had volume node affinity conflict.',
  );
});

it('lets a pod wait until a node can take it', () => {
  const world = createTestWorld(['notes-none']);
  world.settle();
  world.change((state) => {
    cordonOthers('nowhere')(state);
    endPod(state, world.pod('notes-none'));
  });
  world.settle();
  expect(world.pod('notes-none')).toMatchObject({ node: null, pendingReason: expect.stringContaining('3 node(s)') });
  world.change(cordonOthers('node-2'));
  expect(world.pod('notes-none')).toMatchObject({ node: 'node-2', pendingReason: null });
});

it('brings a pod back to the node of its volume, and lets others move', () => {
  const world = createTestWorld(['notes-pvc', 'notes-statefulset', 'notes-pvc-rwx', 'notes-static-pv']);
  world.settle();
  const before = new Map(world.state.pods.map(({ workload, node }) => [workload, node]));
  for (const name of before.keys()) {
    const home = before.get(name);
    const elsewhere = world.state.nodes.find((node) => node.name !== home)!.name;
    world.change((state) => {
      endPod(state, world.pod(name));
      cordonOthers(elsewhere)(state);
    });
    world.settle();
    const isBound = name === 'notes-pvc' || name === 'notes-statefulset';
    expect([name, world.pod(name).node]).toEqual([name, isBound ? null : elsewhere]);
    world.change((state) => state.nodes.forEach((node) => (node.cordoned = false)));
    expect([name, world.pod(name).node]).toEqual([name, isBound ? home : elsewhere]);
  }
});
