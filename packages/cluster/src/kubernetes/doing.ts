import type { Cluster } from '../cluster.ts';
import type { Actions } from './actions.ts';
import type { RecordedActions } from '../recorded-actions.ts';
import type { Doing } from './explained.ts';

type Explained = RecordedActions & Actions & Pick<Cluster, 'diagnose' | 'beginRun' | 'findOpenRun' | 'restore'>;

/** What each action is doing, for the sentence that says why it could not. */
export const doing: Doing<Explained> = {
  crash: ({ name }) => `Crashing ${name}`,
  oomKill: ({ name }) => `Using up the memory of ${name}`,
  delete: ({ name }) => `Deleting ${name}`,
  evict: ({ name }) => `Evicting ${name}`,
  rollout: ({ name }) => `Rolling out ${name}`,
  scale: ({ name }, replicas) => `Scaling ${name} to ${replicas}`,
  deleteWorkload: ({ name }) => `Deleting ${name}`,
  deleteClaims: ({ name }) => `Deleting the claims of ${name}`,
  recreate: ({ name }) => `Making ${name} again`,
  cordon: (node) => `Cordoning ${node}`,
  uncordon: (node) => `Uncordoning ${node}`,
  setNodePower: (node, action) => `Switching ${node} ${action}`,
  diagnose: ({ name }) => `Looking for what is wrong with ${name}`,
  beginRun: () => 'Writing down the run',
  findOpenRun: () => 'Looking for an open run',
  restore: () => 'Putting back what a run has changed',
};
