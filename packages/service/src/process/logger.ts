import { type DestinationStream, pino } from 'pino';
import type { ServiceConfig } from '../config.ts';

export type { Logger } from 'pino';

/** Logs JSON lines with the names of the service and the pod to stdout, synchronously, so that a crash loses none. */
export function createLogger(
  name: string,
  config: Pick<ServiceConfig, 'logLevel' | 'podName'>,
  destination: DestinationStream = pino.destination({ fd: 1, sync: true }),
) {
  return pino({ level: config.logLevel, base: { service: name, pod: config.podName } }, destination);
}
