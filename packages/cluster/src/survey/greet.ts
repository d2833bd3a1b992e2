import type { KubeConfig } from '@kubernetes/client-node';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import { Agent, fetch } from 'undici';
import { ClusterError } from '../cluster-error.ts';
import { explain } from '../kubernetes/explain.ts';

export interface Greeting {
  readonly version: string;
  readonly clockAhead: number | null;
  readonly askedAt: number;
}

const patience = 5_000;

/** Asks the API server for its version and the time. @throws ClusterError within five seconds when it does not answer */
export async function greet(config: KubeConfig): Promise<Greeting> {
  const server = config.getCurrentCluster()?.server ?? '';
  try {
    const url = `${server}/version`;
    const context = new RequestContext(url, HttpMethod.GET);
    await config.applySecurityAuthentication(context);
    const began = Date.now();
    const answer = await fetch(url, {
      headers: context.getHeaders(),
      dispatcher: context.getDispatcher() ?? new Agent(),
      signal: AbortSignal.timeout(patience),
    });
    const asked = (began + Date.now()) / 2;
    if (!answer.ok) throw Object.assign(new Error(await answer.text()), { statusCode: answer.status });
    const { gitVersion } = (await answer.json()) as { gitVersion?: string };
    return { version: gitVersion ?? 'unknown', ...clockOf(answer.headers.get('date'), asked) };
  } catch (error) {
    if (isTimeout(error))
      throw new ClusterError(
        'unreachable',
        `The API server ${server} did not answer within ${patience / 1_000} s; is the cluster running, and is this the right context?`,
        { cause: error },
      );
    throw explain(error, 'Looking at the cluster', server);
  }
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError';

/** The header is cut to whole seconds: in the middle it is half a second late. */
function clockOf(date: string | null, asked: number): Omit<Greeting, 'version'> {
  const told = date === null ? Number.NaN : Date.parse(date) + 500;
  return Number.isNaN(told) ? { clockAhead: null, askedAt: asked } : { clockAhead: told - asked, askedAt: told };
}
