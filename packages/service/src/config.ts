import { hostname } from 'node:os';
import { type Config, duration, flag, oneOf, port, text } from '@persistence-lab/config';

/** The variables that every service has; an app spreads them into its own. */
export const serviceVariables = {
  host: text('HOST', { default: '0.0.0.0', description: 'Address to listen on' }),
  port: port('PORT', { default: 8080, description: 'Port to listen on; 0 takes a free one' }),
  logLevel: oneOf('LOG_LEVEL', ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
    default: 'info',
    description: 'Least severe level that is logged',
  }),
  shutdownDrain: duration('SHUTDOWN_DRAIN', {
    default: '0s',
    description: 'How long readiness fails while new requests are still served, before a shutdown goes on',
  }),
  shutdownDeadline: duration('SHUTDOWN_DEADLINE', {
    default: '10s',
    description: 'A shutdown that takes longer, its drain included, is cut short and exits with 1',
  }),
  faultsEnabled: flag('FAULTS_ENABLED', {
    default: false,
    description: 'Serve POST /faults/{crash,hang,fill,oom,unready}',
  }),
  podName: text('POD_NAME', {
    default: hostname(),
    defaultNote: 'the host name',
    description: 'Name of the pod, which signs what is written',
  }),
  podNamespace: text('POD_NAMESPACE', { optional: true, description: 'Namespace of the pod' }),
  nodeName: text('NODE_NAME', { optional: true, description: 'Node that the pod runs on' }),
  storageKind: text('STORAGE_KIND', {
    default: 'unknown',
    description: 'Kind of storage under the data, as the lab names it',
  }),
  claimName: text('CLAIM_NAME', { optional: true, description: 'PersistentVolumeClaim under the data' }),
};

/** Values of `serviceVariables`; durations in milliseconds. */
export type ServiceConfig = Config<typeof serviceVariables>;
