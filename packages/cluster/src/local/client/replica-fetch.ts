import { ClusterError } from '../../cluster-error.ts';

/** `fetch` to a local process; `url` is called for each request, null while there is none. */
export function createReplicaFetch(name: string, url: () => string | null): typeof fetch {
  return async (input, init) => {
    const base = url();
    if (base === null)
      throw new ClusterError('unreachable', {
        en: `${name} does not serve HTTP at the moment.`,
        'pt-BR': `${name} não atende HTTP no momento.`,
      });
    const request = input instanceof Request ? input : new URL(input, 'http://replica');
    const { pathname, search } = new URL(request instanceof Request ? request.url : request);
    const target = new URL(`${pathname}${search}`, base);
    try {
      return await fetch(request instanceof Request ? new Request(target, request) : target, init);
    } catch (error) {
      // network errors are TypeErrors with a cause; aborts and wrong arguments are for the caller
      if (!(error instanceof TypeError) || error.cause === undefined) throw error;
      const reason = (error.cause as NodeJS.ErrnoException).message || 'no connection';
      const text = { en: `${name} does not answer: ${reason}`, 'pt-BR': `${name} não responde: ${reason}` };
      throw new ClusterError('unreachable', text, { cause: error });
    }
  };
}
