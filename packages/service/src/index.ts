export { serviceVariables, type ServiceConfig } from './config.ts';
export { createHealth, type Health, type HealthOptions, type Readiness } from './health/health.ts';
export {
  invalidBody,
  invalidParameters,
  type Issue,
  problem,
  ProblemError,
  type ProblemInit,
} from './problems/problem.ts';
export { exitOnError, exitOnSignalWhileStarting } from './process/exit.ts';
export { listen } from './process/listen.ts';
export { createLogger, type Logger } from './process/logger.ts';
export { closeOnSignal, type ShutdownOptions } from './process/shutdown.ts';
export { defaultHeaders } from './requests/default-headers.ts';
export { jsonBody } from './requests/json-body.ts';
export { createMetrics, type Metrics } from './requests/metrics.ts';
export { createService, type ServiceOptions } from './service.ts';
