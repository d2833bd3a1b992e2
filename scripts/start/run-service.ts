import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Exit, launch, type LaunchedProcess } from '@persistence-lab/local-servers';
import { CannotStart } from './cannot-start.ts';
import { lastLines, sizeOf } from './log-tail.ts';
import type { Service } from './services.ts';

export interface RunningService extends Service {
  process: LaunchedProcess;
  logFile: string;
  /** Says how it ended, with its last log lines. */
  explain(exit: Exit): string;
}

const readyDeadline = 60_000;

/** Starts a service without waiting for it. */
export async function runService(service: Service, root: string, data: string): Promise<RunningService> {
  const logFile = join(data, 'logs', `${service.name}.log`);
  await mkdir(join(data, 'logs'), { recursive: true });
  const offset = sizeOf(logFile);
  const main = join(root, 'apps', service.app, 'dist', 'main.js');
  const started = await launch(process.execPath, ['--enable-source-maps', main], {
    logFile,
    env: environment(service),
    cwd: data,
  });
  const explain = ({ code, signal }: Exit) =>
    `${service.name} ended with ${signal ?? `exit code ${code}`}. The end of ${logFile}:\n\n${lastLines(logFile, offset)}\n`;
  return { ...service, process: started, logFile, explain };
}

/** Only what we mean: a STORE or HOST of the user's shell is for something else. */
function environment(service: Service): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZ, LOG_LEVEL } = process.env;
  const kept = Object.entries({ PATH, HOME, TMPDIR, TZ, LOG_LEVEL }).filter(([, value]) => value !== undefined);
  const ours = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(service.port),
    POD_NAME: service.name,
    START_TIMEOUT: '30s',
  };
  return { ...Object.fromEntries(kept), ...ours, ...service.env };
}

/** @throws CannotStart when the service ends, or is not ready in time */
export async function waitUntilReady(service: RunningService): Promise<void> {
  const ended = service.process.exited.then((exit) => exit);
  const limit = Date.now() + readyDeadline;
  while (!(await isReady(service.port))) {
    const exit = await Promise.race([ended, delay(50, undefined)]);
    if (exit) throw new CannotStart(service.explain(exit));
    if (Date.now() > limit) {
      throw new CannotStart(
        `${service.name} is not ready after ${readyDeadline / 1000} s; its log: ${service.logFile}`,
      );
    }
  }
}

async function isReady(port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/readyz`;
  return fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}
