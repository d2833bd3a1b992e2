import type { Exit, LaunchedProcess } from './process/launched-process.ts';

/** A database server that listens on 127.0.0.1 and keeps its data in one folder. */
export interface LocalServer {
  /** Where to connect, without the password. */
  readonly url: string;
  readonly password: string;
  readonly port: number;
  readonly logFile: string;
  /** The pid of the running process, or of the last one. */
  pid(): number;
  /** Resolves when the running process has exited. */
  exited(): Promise<Exit>;
  /** Stops the server cleanly, as its manual recommends: everything is flushed. */
  stop(): Promise<void>;
  /** Stops the server with SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
  /** Starts the server again on the same port and data, after a clean stop if it runs. */
  restart(): Promise<void>;
}

/** Milliseconds for a clean stop before the server is killed. */
const stopDeadline = 20_000;

/** Starts a server that `start` launches and `stopSignal` stops cleanly. */
export async function createLocalServer(
  properties: Pick<LocalServer, 'url' | 'password' | 'port' | 'logFile'>,
  { start, stopSignal }: { start(): Promise<LaunchedProcess>; stopSignal: NodeJS.Signals },
): Promise<LocalServer> {
  let current = await start();
  const stop = async () => void (await current.end(stopSignal, stopDeadline));
  return {
    ...properties,
    pid: () => current.pid,
    exited: () => current.exited,
    stop,
    kill: async () => void (await current.end('SIGKILL', stopDeadline)),
    restart: async () => {
      await stop();
      current = await start();
    },
  };
}
