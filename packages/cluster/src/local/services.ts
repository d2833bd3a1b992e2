import { ClusterError } from '../cluster-error.ts';
import type { Chosen } from './choose-definitions.ts';
import type { Container } from './container.ts';
import { openService, type Service } from './service.ts';
import type { State } from './state.ts';

/** A port of 127.0.0.1 on which a subject is to be reached, whichever replica serves. */
export interface ServicePort {
  readonly subject: string;
  readonly port: number;
}

export interface ServicesOptions {
  readonly ports: readonly ServicePort[];
  readonly state: State;
  readonly containerOf: (pod: string) => Pick<Container, 'url'> | undefined;
}

export interface Services {
  close(): Promise<void>;
}

/**
 * The Services of the subjects that run here; one that is absent gets none.
 * @throws ClusterError `missing` for a subject that nobody has defined
 */
export function servicePorts({ services = [], definitions, unavailable }: Wanted): readonly ServicePort[] {
  const here = new Set(definitions.map(({ name }) => name));
  const unknown = services.find(({ subject }) => !here.has(subject) && !unavailable.has(subject));
  if (unknown === undefined) return services.filter(({ subject }) => here.has(subject));
  throw new ClusterError('missing', `No subject "${unknown.subject}" runs here, so that it can have no Service.`);
}

interface Wanted extends Pick<Chosen, 'definitions' | 'unavailable'> {
  readonly services?: readonly ServicePort[] | undefined;
}

/**
 * Opens all of them, or none.
 * @throws ClusterError `busy`, naming every port that is in use; its cause is what the system says
 */
export async function openServices({ ports, ...options }: ServicesOptions): Promise<Services> {
  const opened = await Promise.allSettled(
    ports.map(({ subject, port }) => openService(port, () => endpointsOf(subject, options))),
  );
  const services = opened.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const problems = opened.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Problem);
  if (problems.length === 0) return { close: () => closeAll(services) };
  await closeAll(services);
  const why = problems.map(({ port, code }) => `port ${port} ${code === 'EADDRINUSE' ? 'is in use' : `(${code})`}`);
  throw new ClusterError('busy', `No Service can be opened on 127.0.0.1: ${why.join(', ')}.`, { cause: problems[0] });
}

interface Problem extends NodeJS.ErrnoException {
  readonly port?: number;
}

async function closeAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.close()));
}

/** The ports of the subject's ready replicas: not of those that have been told to stop. */
export function endpointsOf(subject: string, { state, containerOf }: Omit<ServicesOptions, 'ports'>): number[] {
  const ready = state.pods.filter((pod) => pod.workload === subject && pod.ready && !pod.terminating);
  const urls = ready.map(({ id }) => containerOf(id)?.url ?? null);
  return urls.filter((url) => url !== null).map((url) => Number(new URL(url).port));
}
