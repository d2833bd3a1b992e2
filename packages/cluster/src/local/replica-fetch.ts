import { ClusterError } from '../cluster-error.ts';

/** `fetch` to a process of ours; `url` is asked for each time, null while there is none. */
export function createReplicaFetch(name: string, url: () => string | null): typeof fetch {
  return async (input, init) => {
    const base = url();
    if (base === null) throw new ClusterError('unreachable', `${name} does not serve HTTP at the moment.`);
    const request = input instanceof Request ? input : new URL(input, 'http://replica');
    const { pathname, search } = new URL(request instanceof Request ? request.url : request);
    const target = new URL(`${pathname}${search}`, base);
    try {
      return await fetch(request instanceof Request ? new Request(target, request) : target, init);
    } catch (error) {
      // fetch says so of what the network did; an abort or a wrong argument is the caller's own
      if (!(error instanceof TypeError) || error.cause === undefined) throw error;
      const reason = (error.cause as NodeJS.ErrnoException).message || 'no connection';
      throw new ClusterError('unreachable', `${name} does not answer: ${reason}`, { cause: error });
    }
  };
}
