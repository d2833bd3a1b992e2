import { hostname } from 'node:os';
import { type Config, duration, flag, oneOf, port, text } from '@persistence-lab/config';

/** Environment variables of every service; an app spreads them into its own. */
export const serviceVariables = {
  host: text('HOST', { default: '0.0.0.0', description: 'Address to listen on' }),
  port: port('PORT', { default: 8080, description: 'Port to listen on; 0 chooses a free one' }),
  logLevel: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    description: 'Lowest level that is logged',
  }),
  shutdownDrain: duration('SHUTDOWN_DRAIN', {
    default: '0s',
    description: 'Time between failing readiness and closing the server during shutdown; requests are still served',
  }),
  shutdownDeadline: duration('SHUTDOWN_DEADLINE', {
    default: '10s',
    description: 'Longest shutdown, drain included; after it the process exits with 1',
  }),
  faultsEnabled: flag('FAULTS_ENABLED', {
    default: false,
    description: 'Serve POST /faults/{crash,hang,fill,oom,unready}',
  }),
  podName: text('POD_NAME', {
    default: hostname(),
    defaultNote: 'the host name',
    description: 'Name of the pod, stored with every change',
  }),
  podNamespace: text('POD_NAMESPACE', { optional: true, description: 'Namespace of the pod' }),
  nodeName: text('NODE_NAME', { optional: true, description: 'Node of the pod' }),
  storageKind: text('STORAGE_KIND', {
    default: 'unknown',
    description: 'Kind of storage that holds the data, by its name in the lab',
  }),
  claimName: text('CLAIM_NAME', { optional: true, description: 'PersistentVolumeClaim that holds the data' }),
};

/** Values of `serviceVariables`; durations in milliseconds. */
export type ServiceConfig = Config<typeof serviceVariables>;
