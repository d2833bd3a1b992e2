import type { Claim, ClusterNode, Workload } from '../cluster.ts';
import { createRecordedActions, type ClusterActions, type NodePowerOptions } from '../recorded-actions.ts';
import { createRestore } from '../restore.ts';
import { createRunRecord } from '../run-record.ts';
import { createMemoryStorage } from './memory-storage.ts';

const described = { namespace: 'lab', component: 'api', app: 'notes-api', kind: 'pvc', rolledOut: true } as const;

const claim: Claim = {
  name: 'notes-pvc',
  namespace: 'lab',
  storageClass: null,
  bound: true,
  accessScope: 'one node',
  reclaimPolicy: 'delete',
};

/** Three nodes and a workload in memory, with real records over them; `done` tells what was done, in order. */
export async function createFakeCluster(by: NodePowerOptions = {}, storage = createMemoryStorage()) {
  const done: string[] = [];
  const failing = new Set<string>();
  const nodes: ClusterNode[] = ['a', 'b', 'c'].map((name) => ({ name, ready: true, cordoned: false }));
  const workloads: Workload[] = [{ ...described, name: 'notes-pvc', desiredReplicas: 1 }];
  const claims = [claim];
  const on = { isOn: false };

  function act(what: string): void {
    done.push(what);
    if ([...failing].some((part) => what.startsWith(part))) throw new Error(`${what} failed`);
  }
  const cordon = (name: string, cordoned: boolean) => {
    const index = nodes.findIndex((node) => node.name === name);
    nodes[index] = { ...nodes[index]!, cordoned };
  };
  const plain: ClusterActions = {
    async cordon(node) {
      act(`cordon ${node}`);
      cordon(node, true);
    },
    async uncordon(node) {
      act(`uncordon ${node}`);
      cordon(node, false);
    },
    async scale({ name }, desiredReplicas) {
      act(`scale ${name} to ${desiredReplicas}`);
      workloads[0] = { ...workloads[0]!, desiredReplicas };
    },
    async deleteClaimsExcept({ name }, names) {
      act(`drop claims of ${name} except ${names.join()}`);
      claims.splice(0, claims.length, ...claims.filter((each) => names.includes(each.name)));
    },
    deleteWorkload: async ({ name }) => act(`delete ${name}`),
    deleteClaims: async ({ name }) => act(`delete claims of ${name}`),
    backUp: async ({ name }) => `saved ${name}`,
    create: async ({ name }, saved) => act(`create ${name} from "${String(saved)}"`),
  };
  const view = { nodes: () => nodes, workloads: () => workloads, claims: () => claims };
  const record = createRunRecord(storage);
  const actions = createRecordedActions(record, plain, view, by);
  const restore = createRestore({ record, actions, view, by, isOn: async () => on.isOn });
  const undos = async () => (await createRunRecord(storage).readRun())?.undos;
  return { ...actions, restore, record, storage, done, failing, nodes, workloads, claims, on, undos };
}
