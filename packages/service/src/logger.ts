import { pino } from 'pino';
import type { ServiceConfig } from './config.ts';

export type { Logger } from 'pino';

/** JSON lines on standard output, each with the name of the service and of the pod. Written at once, so a crash loses none. */
export function createLogger(name: string, config: Pick<ServiceConfig, 'logLevel' | 'podName'>) {
  return pino({ level: config.logLevel, base: { service: name, pod: config.podName } });
}
