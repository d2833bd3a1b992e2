import { ApiException, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { randomBytes } from 'node:crypto';
import { ClusterError } from '../cluster-error.ts';
import { explain } from '../kubernetes/explain.ts';
import { probeApiServer } from '../kubernetes/greet.ts';
import { loadKubeconfig } from '../kubernetes/kubeconfig.ts';
import { openLiveList, type LiveList } from '../kubernetes/live-list.ts';
import { reasonsOf } from '../kubernetes/reasons.ts';
import { volumePod, type VolumeProgram } from './volume-pod.ts';

export interface VolumeRun extends VolumeProgram {
  /** A context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  readonly namespace?: string;
  /** Ends the run early, rejecting with its reason once the pod is deleted. */
  readonly signal: AbortSignal;
  /** Milliseconds until the pod must have begun. */
  readonly startWithin?: number;
}

export interface VolumeOutput {
  readonly output: string;
  readonly node: string | null;
}

/**
 * Runs a program in a pod with a new volume of a storage class, and deletes both.
 * @throws ClusterError `refused` with the reasons when it did not begin, or failed; `unreachable`, `forbidden`, `missing`
 */
export async function runOnVolume(run: VolumeRun): Promise<VolumeOutput> {
  const config = loadKubeconfig(run.context);
  const core = config.makeApiClient(CoreV1Api);
  const namespace = run.namespace ?? 'persistence-lab';
  const name = `lab-bench-${randomBytes(4).toString('hex')}`;
  run.signal.throwIfAborted();
  try {
    await probeApiServer(config);
    await core.createNamespacedPod({ namespace, body: volumePod(name, run) });
    try {
      const pod = await ended(config, core, { namespace, name }, run);
      const output = await core.readNamespacedPodLog({ namespace, name });
      if (pod.status?.phase !== 'Succeeded')
        throw new ClusterError('refused', output.trim().split('\n').slice(-3).join('\n') || 'its pod failed');
      return { output, node: pod.spec?.nodeName ?? null };
    } finally {
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(isGone);
    }
  } catch (error) {
    if (run.signal.aborted) throw run.signal.reason;
    throw explain(error, `Measuring ${run.storageClass}`, config.getCurrentCluster()?.server ?? '');
  }
}

const patience = 60_000;

/** Resolves when the pod has ended; rejects when it does not begin in time, or the signal says so. */
async function ended(
  config: KubeConfig,
  core: CoreV1Api,
  { namespace, name }: { namespace: string; name: string },
  { signal, startWithin = patience }: VolumeRun,
): Promise<V1Pod> {
  const { promise, resolve, reject } = Promise.withResolvers<V1Pod>();
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  const pods: { live?: LiveList<V1Pod> } = {};
  const find = () => pods.live?.items().find(({ metadata }) => metadata?.name === name);
  const look = () => {
    const pod = find();
    if (pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed') resolve(pod);
  };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  pods.live = await openLiveList(config, path, () => core.listNamespacedPod({ namespace }), look);
  const late = setTimeout(() => {
    const pod = find();
    if (pod?.status?.phase !== 'Running') void refusal(core, pod, namespace, startWithin).then(reject, reject);
  }, startWithin);
  try {
    look();
    if (signal.aborted) stop();
    return await promise;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
    pods.live.stop();
  }
}

async function refusal(core: CoreV1Api, pod: V1Pod | undefined, namespace: string, within: number): Promise<Error> {
  const [events, claims] = await Promise.all([
    core.listNamespacedEvent({ namespace }),
    core.listNamespacedPersistentVolumeClaim({ namespace }),
  ]);
  const evidence = {
    owner: {},
    desiredReplicas: 1,
    pods: pod ? [pod] : [],
    claims: claims.items,
    events: events.items,
  };
  return new ClusterError(
    'refused',
    `its pod did not begin within ${within / 1_000} s: ${reasonsOf(evidence).join('; ')}`,
  );
}

function isGone(error: unknown): void {
  if (!(error instanceof ApiException && error.code === 404)) throw error;
}
