import type { KubeConfig } from '@kubernetes/client-node';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import { Agent, fetch } from 'undici';
import { answersWithin } from './answers-within.ts';
import { explain, messageOf } from './explain.ts';

export interface Greeting {
  readonly version: string;
  readonly clockAheadMs: number | null;
  readonly askedAt: number;
}

const patience = 5_000;

/** Asks the API server for its version and the time. @throws ClusterError within five seconds when it does not answer */
export async function probeApiServer(config: KubeConfig): Promise<Greeting> {
  const server = config.getCurrentCluster()?.server ?? '';
  const given = new AbortController();
  try {
    const context = new RequestContext(`${server}/version`, HttpMethod.GET);
    // a plugin may ask somebody to log in: that takes what it takes
    await config.applySecurityAuthentication(context);
    return await answersWithin(config, patience, ask(context, given.signal));
  } catch (error) {
    throw explain(error, 'Looking at the cluster', server);
  } finally {
    given.abort();
  }
}

async function ask(context: RequestContext, signal: AbortSignal): Promise<Greeting> {
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

/** The header is cut to whole seconds: in the middle it is half a second late. */
function clockOf(date: string | null, asked: number): Omit<Greeting, 'version'> {
  const told = date === null ? Number.NaN : Date.parse(date) + 500;
  return Number.isNaN(told) ? { clockAheadMs: null, askedAt: asked } : { clockAheadMs: told - asked, askedAt: told };
}
