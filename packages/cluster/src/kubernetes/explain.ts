import { ApiException } from '@kubernetes/client-node';
import { ClusterError } from '../cluster-error.ts';

/** Turns whatever the client library or the network threw into one sentence and the way out. */
export function explain(error: unknown, doing: string, server: string): ClusterError {
  if (error instanceof ClusterError) return error;
  if (error instanceof ApiException) return explainAnswer(error.code, messageOf(error.body), doing, error);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number') return explainAnswer(status, (error as Error).message, doing, error);
  return new ClusterError(
    'unreachable',
    `${doing}: the API server ${server} cannot be reached (${networkCause(error)}); is the cluster running, and is this the right context?`,
    { cause: error },
  );
}

function explainAnswer(status: number, message: string, doing: string, cause: unknown): ClusterError {
  if (status === 401)
    return new ClusterError(
      'forbidden',
      `${doing}: the API server does not know this user (401); log in again or choose another context.`,
      { cause },
    );
  if (status === 403)
    return new ClusterError(
      'forbidden',
      `${doing}: not allowed: ${message}; ask for that permission or choose another context.`,
      { cause },
    );
  if (status === 404) return new ClusterError('missing', `${doing}: ${message}`, { cause });
  return new ClusterError('refused', `${doing}: the API server answered ${status}: ${message}`, { cause });
}

/** The message of a Kubernetes Status document, which the client library hands on as text or as an object. */
export function messageOf(body: unknown): string {
  const status = typeof body === 'string' ? parse(body) : body;
  const message = (status as { message?: unknown } | undefined)?.message;
  return typeof message === 'string' ? message : String(body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// undici says "fetch failed" and keeps what happened, sometimes several attempts, in the cause
function networkCause(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const { code, message } = first as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
