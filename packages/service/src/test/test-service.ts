import { Router } from 'express';
import { createHealth, createLogger, createService, type HealthOptions, type ServiceParts } from '../index.ts';

type Settings = Partial<ServiceParts> & {
  faults?: boolean;
  probe?: HealthOptions['probe'];
  logLevel?: 'debug' | 'info';
};

/** A service around some routes, without a process: the app, and what it logs. */
export function createTestService({ faults = false, probe, logLevel = 'info', ...parts }: Settings = {}) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger('test', { logLevel, podName: 'pod-1' }, { write });
  const health = createHealth({ maxAge: 0, ...(probe && { probe }) });
  const app = createService({ config: { faultsEnabled: faults }, logger, health, routes: [Router()], ...parts });
  return { app, health, lines };
}

export const problemType = (name: string) => `https://persistence-lab.dev/problems/${name}`;
