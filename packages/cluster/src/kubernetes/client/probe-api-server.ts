import type { KubeConfig } from '@kubernetes/client-node';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import { formatDuration } from '@persistence-lab/language';
import { Agent, fetch } from 'undici';
import { ClusterError } from '../../cluster-error.ts';
import { messageOf, toClusterError } from './to-cluster-error.ts';

export interface ApiServerInfo {
  readonly version: string;
  readonly clockAheadMs: number | null;
  readonly askedAt: number;
}

export const lookingAtCluster = { en: 'Looking at the cluster', 'pt-BR': 'Ao examinar o cluster' };

const probeTimeout = 5_000;

/** Requests version and time from the API server. @throws ClusterError within five seconds when it does not answer */
export async function probeApiServer(config: KubeConfig): Promise<ApiServerInfo> {
  const server = config.getCurrentCluster()?.server ?? '';
  const abort = new AbortController();
  try {
    const context = new RequestContext(`${server}/version`, HttpMethod.GET);
    // a credential plugin may ask the user to log in: no timeout for that
    await config.applySecurityAuthentication(context);
    return await withApiTimeout(config, probeTimeout, requestVersion(context, abort.signal));
  } catch (error) {
    throw toClusterError(error, lookingAtCluster, server);
  } finally {
    abort.abort();
  }
}

async function requestVersion(context: RequestContext, signal: AbortSignal): Promise<ApiServerInfo> {
  const began = Date.now();
  const answer = await fetch(context.getUrl(), {
    headers: context.getHeaders(),
    dispatcher: context.getDispatcher() ?? new Agent(),
    signal,
  });
  const asked = (began + Date.now()) / 2;
  if (!answer.ok) throw Object.assign(new Error(messageOf(await answer.text())), { statusCode: answer.status });
  const { gitVersion } = (await answer.json()) as { gitVersion?: string };
  return { version: gitVersion ?? 'unknown', ...clockOf(answer.headers.get('date'), asked) };
}

/** The header is truncated to seconds: on average it is half a second late. */
function clockOf(date: string | null, asked: number): Omit<ApiServerInfo, 'version'> {
  const serverTime = date === null ? Number.NaN : Date.parse(date) + 500;
  if (Number.isNaN(serverTime)) return { clockAheadMs: null, askedAt: asked };
  return { clockAheadMs: serverTime - asked, askedAt: serverTime };
}

/**
 * The result of requests to the API server, if they end in time: the client library itself would wait for minutes.
 * @throws ClusterError `unreachable` after so many milliseconds; the requests continue, their results are ignored
 */
export async function withApiTimeout<T>(config: KubeConfig, milliseconds: number, requests: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const server = config.getCurrentCluster()?.server ?? '';
    const text = {
      en: `The API server ${server} did not answer within ${formatDuration(milliseconds)}; is the cluster running, and is this the right context?`,
      'pt-BR': `O servidor da API ${server} não respondeu em ${formatDuration(milliseconds, 'pt-BR')}; o cluster está em execução, e este é o contexto certo?`,
    };
    late.reject(new ClusterError('unreachable', text));
  }, milliseconds);
  try {
    return await Promise.race([requests, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
