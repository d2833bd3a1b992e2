import { ClusterError } from '../../cluster-error.ts';
import type { ChosenDefinitions } from '../state/choose-definitions.ts';
import type { Container } from '../containers/container.ts';
import { openService, type Service } from './service.ts';
import type { State } from '../state/state.ts';

/** A port of 127.0.0.1 for a subject, whichever replica serves it. */
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
 * The Services of the subjects that run here; unavailable subjects get none.
 * @throws ClusterError `missing` for an unknown subject
 */
export function servicePorts({ services = [], definitions, unavailable }: ServicePortOptions): readonly ServicePort[] {
  const here = new Set(definitions.map(({ name }) => name));
  const unknown = services.find(({ subject }) => !here.has(subject) && !unavailable.has(subject));
  if (unknown === undefined) return services.filter(({ subject }) => here.has(subject));
  throw new ClusterError('missing', {
    en: `No subject "${unknown.subject}" runs here: it cannot have a Service.`,
    'pt-BR': `Nenhum alvo "${unknown.subject}" é executado aqui: ele não pode ter um Service.`,
  });
}

interface ServicePortOptions extends Pick<ChosenDefinitions, 'definitions' | 'unavailable'> {
  readonly services?: readonly ServicePort[] | undefined;
}

/**
 * Opens all of them, or none.
 * @throws ClusterError `busy`, naming every port that is in use; the cause is the system's error
 */
export async function openServices({ ports, ...options }: ServicesOptions): Promise<Services> {
  const opened = await Promise.allSettled(
    ports.map(({ subject, port }) => openService(port, () => endpointsOf(subject, options))),
  );
  const services = opened.filter((result) => result.status === 'fulfilled').map(({ value }) => value);
  const problems = opened.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Problem);
  if (problems.length === 0) return { close: () => closeAll(services) };
  await closeAll(services);
  const describe = (port: string, inUse: string) =>
    problems
      .map((problem) => `${port} ${problem.port} ${problem.code === 'EADDRINUSE' ? inUse : `(${problem.code})`}`)
      .join(', ');
  const text = {
    en: `No Service can be opened on 127.0.0.1: ${describe('port', 'is in use')}.`,
    'pt-BR': `Nenhum Service pode ser aberto em 127.0.0.1: ${describe('a porta', 'está em uso')}.`,
  };
  throw new ClusterError('busy', text, { cause: problems[0] });
}

interface Problem extends NodeJS.ErrnoException {
  readonly port?: number;
}

async function closeAll(services: readonly Service[]): Promise<void> {
  await Promise.all(services.map((service) => service.close()));
}

/** The ports of the subject's ready replicas, without terminating ones. */
export function endpointsOf(subject: string, { state, containerOf }: Omit<ServicesOptions, 'ports'>): number[] {
  const ready = state.pods.filter((pod) => pod.workload === subject && pod.ready && !pod.terminating);
  const urls = ready.map(({ id }) => containerOf(id)?.url ?? null);
  return urls.filter((url) => url !== null).map((url) => Number(new URL(url).port));
}
