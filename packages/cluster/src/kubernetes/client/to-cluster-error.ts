import { ApiException } from '@kubernetes/client-node';
import type { Text } from '@persistence-lab/language';
import { ClusterError, type ClusterErrorCode } from '../../cluster-error.ts';

/** Turns an error of the client library or of the network into a ClusterError. `activity`: what was being done. */
export function toClusterError(error: unknown, activity: Text, server: string): ClusterError {
  if (error instanceof ClusterError) return error;
  if (error instanceof ApiException) return fromStatus(error.code, messageOf(error.body), activity, error);
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number') return fromStatus(status, (error as Error).message, activity, error);
  const cause = networkCause(error);
  const text: Text = {
    en: `the API server ${server} cannot be reached (${cause}); is the cluster running, and is this the right context?`,
    'pt-BR': `não foi possível acessar o servidor da API ${server} (${cause}); o cluster está em execução, e este é o contexto certo?`,
  };
  return failed('unreachable', activity, text, error);
}

const failed = (code: ClusterErrorCode, activity: Text, text: Text, cause: unknown) =>
  new ClusterError(
    code,
    { en: `${activity.en}: ${text.en}`, 'pt-BR': `${activity['pt-BR']}: ${text['pt-BR']}` },
    { cause },
  );

function fromStatus(status: number, message: string, activity: Text, cause: unknown): ClusterError {
  if (status === 401) {
    const text = {
      en: 'the API server does not know this user (401); log in again or choose another context.',
      'pt-BR': 'o servidor da API não conhece este usuário (401); entre novamente ou escolha outro contexto.',
    };
    return failed('forbidden', activity, text, cause);
  }
  if (status === 403) {
    const text = {
      en: `not allowed: ${message}; ask for that permission or choose another context.`,
      'pt-BR': `não permitido: ${message}; solicite essa permissão ou escolha outro contexto.`,
    };
    return failed('forbidden', activity, text, cause);
  }
  if (status === 404) return failed('missing', activity, { en: message, 'pt-BR': message }, cause);
  const text = {
    en: `the API server answered ${status}: ${message}`,
    'pt-BR': `o servidor da API respondeu ${status}: ${message}`,
  };
  return failed('refused', activity, text, cause);
}

/** The message of a Kubernetes Status document, which the client library passes on as text or as an object. */
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

// undici reports "fetch failed" and keeps the reason, for several addresses several, in the cause
function networkCause(error: unknown): string {
  const cause = (error as { cause?: unknown }).cause ?? error;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  const { code, message } = first as { code?: string; message?: string };
  return code ?? message ?? String(error);
}
