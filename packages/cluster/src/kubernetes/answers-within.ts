import type { KubeConfig } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';

/**
 * What the API server answers, when it does in time: the client library itself would wait for minutes.
 * @throws ClusterError `unreachable` after so many milliseconds; what was asked goes on, and nobody hears of it
 */
export async function answersWithin<T>(config: KubeConfig, milliseconds: number, asked: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const server = config.getCurrentCluster()?.server ?? '';
    const text = `The API server ${server} did not answer within ${milliseconds / 1_000} s; is the cluster running, and is this the right context?`;
    late.reject(new ClusterError('unreachable', text));
  }, milliseconds);
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
