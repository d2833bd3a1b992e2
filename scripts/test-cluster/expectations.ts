import type { Verdict } from './ledger.ts';

type Event = 'crash' | 'delete';

/**
 * What becomes of acknowledged notes, kind by kind.
 * crash: https://kubernetes.io/docs/concepts/storage/volumes/ (an emptyDir outlives its containers)
 * delete, on the same node: the same page; https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/
 */
export const expectations: Record<string, Record<Event, Verdict>> = {
  none: { crash: 'lost', delete: 'lost' },
  emptydir: { crash: 'survived', delete: 'lost' },
  memory: { crash: 'survived', delete: 'lost' },
  ephemeral: { crash: 'survived', delete: 'lost' },
  hostpath: { crash: 'survived', delete: 'survived' },
  'static-pv': { crash: 'survived', delete: 'survived' },
  pvc: { crash: 'survived', delete: 'survived' },
  'pvc-rwx': { crash: 'survived', delete: 'survived' },
  statefulset: { crash: 'survived', delete: 'survived' },
  postgres: { crash: 'survived', delete: 'survived' },
  'redis-always': { crash: 'survived', delete: 'survived' },
  'redis-everysec': { crash: 'survived', delete: 'survived' },
  'redis-none': { crash: 'lost', delete: 'lost' },
};
