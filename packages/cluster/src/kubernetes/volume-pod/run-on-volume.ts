import { ApiException, CoreV1Api, type KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { randomBytes } from 'node:crypto';
import { formatDuration, untranslated, type Text } from '@persistence-lab/language';
import { ClusterError } from '../../cluster-error.ts';
import { toClusterError } from '../client/to-cluster-error.ts';
import { probeApiServer } from '../client/probe-api-server.ts';
import { loadKubeconfig } from '../client/kubeconfig.ts';
import { openInformer, type Informer } from '../cache/informer.ts';
import { reasonsOf } from '../diagnosis/diagnose.ts';
import { volumePod, type VolumeProgram } from './volume-pod.ts';

export interface VolumeRun extends VolumeProgram {
  /** A context of the kubeconfig; its current one by default. */
  readonly context?: string | undefined;
  readonly namespace?: string;
  /** Ends the run early, rejecting with its reason once the pod is deleted. */
  readonly signal: AbortSignal;
  /** Milliseconds until the pod must run. */
  readonly startTimeout?: number;
}

export interface VolumeOutput {
  readonly output: string;
  readonly node: string | null;
}

/**
 * Runs a program in a pod with a new volume of a storage class, and deletes both.
 * @throws ClusterError `refused` with the reasons when the pod did not start, or failed; `unreachable`, `forbidden`, `missing`
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
      const pod = await waitForEnd(config, core, { namespace, name }, run);
      const output = await core.readNamespacedPodLog({ namespace, name });
      if (pod.status?.phase !== 'Succeeded') throw new ClusterError('refused', lastLines(output) ?? podFailed);
      return { output, node: pod.spec?.nodeName ?? null };
    } finally {
      await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 }).catch(ignoreGone);
    }
  } catch (error) {
    if (run.signal.aborted) throw run.signal.reason;
    throw toClusterError(error, measuring(run.storageClass), config.getCurrentCluster()?.server ?? '');
  }
}

const measuring = (name: string) => ({ en: `Measuring ${name}`, 'pt-BR': `Ao medir ${name}` });

const defaultStartTimeout = 60_000;

/** Resolves when the pod has ended; rejects when it does not start in time, or with the signal's reason. */
async function waitForEnd(
  config: KubeConfig,
  core: CoreV1Api,
  { namespace, name }: { namespace: string; name: string },
  { signal, startTimeout = defaultStartTimeout }: VolumeRun,
): Promise<V1Pod> {
  const { promise, resolve, reject } = Promise.withResolvers<V1Pod>();
  const stop = () => reject(signal.reason as Error);
  signal.addEventListener('abort', stop);
  const pods: { informer?: Informer<V1Pod> } = {};
  const find = () => pods.informer?.items().find(({ metadata }) => metadata?.name === name);
  const check = () => {
    const pod = find();
    if (pod?.status?.phase === 'Succeeded' || pod?.status?.phase === 'Failed') resolve(pod);
  };
  const path = `/api/v1/namespaces/${namespace}/pods`;
  pods.informer = await openInformer(config, path, () => core.listNamespacedPod({ namespace }), check);
  const late = setTimeout(() => {
    const pod = find();
    if (pod?.status?.phase !== 'Running') void startError(core, pod, namespace, startTimeout).then(reject, reject);
  }, startTimeout);
  try {
    check();
    if (signal.aborted) stop();
    return await promise;
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
    pods.informer.stop();
  }
}

async function startError(core: CoreV1Api, pod: V1Pod | undefined, namespace: string, within: number): Promise<Error> {
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
  const reasons = reasonsOf(evidence);
  return new ClusterError('refused', {
    en: `the pod did not start within ${formatDuration(within)}: ${reasons.map(({ en }) => en).join('; ')}`,
    'pt-BR': `o Pod não iniciou em ${formatDuration(within, 'pt-BR')}: ${reasons.map((reason) => reason['pt-BR']).join('; ')}`,
  });
}

const podFailed = { en: 'the pod failed', 'pt-BR': 'o Pod falhou' };

function lastLines(output: string): Text | undefined {
  const lines = output.trim().split('\n').slice(-3).join('\n');
  return lines === '' ? undefined : untranslated(lines);
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof ApiException && error.code === 404)) throw error;
}
