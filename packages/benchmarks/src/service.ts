import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, launch } from '@persistence-lab/local-servers';
import { openConnection } from './load/connection.ts';
import { get } from './load/requests.ts';

/** A server under measurement, in its own process. */
export interface Service {
  readonly port: number;
  readonly pid: number;
  /** Seconds from the start of the process until `/readyz` answered 200. */
  readonly startSeconds: number;
  stop(): Promise<void>;
}

interface ServiceOptions {
  readonly script: string;
  /** Options of Node. */
  readonly flags?: readonly string[];
  readonly env: Record<string, string>;
  readonly logFile: string;
  readonly cwd: string;
}

/** Milliseconds. */
const startDeadline = 120_000;
const stopDeadline = 15_000;

/**
 * Starts a script with Node and waits until `/readyz` answers 200.
 *
 * @throws with the end of its log when it ends or is not ready in time
 */
export async function startService({ script, flags = [], env, logFile, cwd }: ServiceOptions): Promise<Service> {
  const port = await freePort();
  const started = performance.now();
  const { PATH = '', HOME = '' } = process.env;
  const defaults = { PATH, HOME, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), POD_NAME: 'bench' };
  const child = await launch(process.execPath, [...flags, script], { logFile, cwd, env: { ...defaults, ...env } });
  const ended = child.exited.then(() => true);
  while (!(await isReady(port))) {
    if ((await Promise.race([ended, delay(5, false)])) || performance.now() - started > startDeadline) {
      await child.end('SIGKILL', 0);
      throw new Error(
        `${script} did not become ready. The end of ${logFile}:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`,
      );
    }
  }
  const startSeconds = (performance.now() - started) / 1000;
  return { port, pid: child.pid, startSeconds, stop: async () => void (await child.end('SIGTERM', stopDeadline)) };
}

async function isReady(port: number): Promise<boolean> {
  try {
    const connection = await openConnection(port);
    const { status } = await connection.send(get('/readyz'));
    connection.close();
    return status === 200;
  } catch {
    return false;
  }
}

/** The body of a GET, parsed. */
export async function fetchJson<T>({ port }: Service, path: string): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
