import { type DestinationStream, pino } from 'pino';
import type { ServiceConfig } from './config.ts';

export type { Logger } from 'pino';

/**
 * JSON lines on standard output, each with the name of the service and of the pod. Each is written at
 * once, so that a crash loses none.
 */
export function createLogger(
  name: string,
  config: Pick<ServiceConfig, 'logLevel' | 'podName'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
) {
  return pino({ level: config.logLevel, base: { service: name, pod: config.podName } }, destination);
}
