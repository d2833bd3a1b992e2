import type { KubeConfig } from '@kubernetes/client-node';
import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import { Agent, fetch as send, type Dispatcher } from 'undici';
import { ClusterError } from '../cluster-error.ts';
import { messageOf } from './explain.ts';

export interface PodAddress {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

export type FetchFrom = (address: PodAddress) => typeof fetch;

/**
 * Requests to a pod through the API server's proxy: nothing has to be exposed, and the pod that answers is the one that
 * was asked. Connections are shared by all pods.
 */
export function createFetchFrom(config: KubeConfig): FetchFrom {
  const server = config.getCurrentCluster()?.server ?? '';
  let shared: Dispatcher | undefined;

  // the library makes a new connection pool for every call: keep the first; but ask for the headers each time, tokens expire
  async function credentials(url: string) {
    const context = new RequestContext(url, HttpMethod.GET);
    await config.applySecurityAuthentication(context);
    shared ??= context.getDispatcher() ?? new Agent();
    return { headers: context.getHeaders(), dispatcher: shared };
  }

  return (address) => async (input, init) => {
    const request = new Request(atReplica(input), init);
    const { pathname, search } = new URL(request.url);
    const { namespace, name, port } = address;
    const url = `${server}/api/v1/namespaces/${namespace}/pods/${name}:${port}/proxy${pathname}${search}`;
    const { headers, dispatcher } = await credentials(url);
    const answer = await send(url, {
      method: request.method,
      headers: [...request.headers, ...Object.entries(headers)],
      // small bodies keep their length; the others are streamed
      body: typeof init?.body === 'string' ? init.body : (request.body as never),
      duplex: 'half',
      redirect: 'manual',
      signal: request.signal,
      dispatcher,
    });
    return ofTheReplica(new Response(answer.body as ConstructorParameters<typeof Response>[0], answer), name);
  };
}

function atReplica(input: string | URL | Request): URL | Request {
  return input instanceof Request ? input : new URL(input, 'http://replica');
}

/** An API server that cannot reach the pod answers itself; that must never pass for the replica's own answer. */
async function ofTheReplica(response: Response, name: string): Promise<Response> {
  if (response.ok || !response.headers.get('content-type')?.startsWith('application/json')) return response;
  const text = await response.text();
  if (text.includes('"kind":"Status"'))
    throw new ClusterError('unreachable', `${name} cannot be reached through the API server: ${messageOf(text)}`);
  return new Response(text, response);
}
