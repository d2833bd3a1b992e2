import { Router } from 'express';
import { createHealth, createLogger, createService, type HealthOptions, type ServiceOptions } from '../index.ts';

type TestOptions = Partial<ServiceOptions> & {
  faults?: boolean;
  probe?: HealthOptions['probe'];
  logLevel?: 'debug' | 'info';
};

/** Creates a service with the given routes inside the test process, and collects its log lines. */
export function createTestService({ faults = false, probe, logLevel = 'info', ...parts }: TestOptions = {}) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger('test', { logLevel, podName: 'pod-1' }, { write });
  const health = createHealth({ maxAge: 0, ...(probe && { probe }) });
  const app = createService({ config: { faultsEnabled: faults }, logger, health, routes: [Router()], ...parts });
  return { app, health, lines };
}

export const problemType = (name: string) => `https://persistence-lab.dev/problems/${name}`;
