import type { LaunchedProcess } from './launched-process.ts';
import type { LocalServer } from './local-server.ts';

interface Server {
  start(): Promise<LaunchedProcess>;
  stopSignal: NodeJS.Signals;
}

/** Milliseconds that a server has for a clean stop before it is killed. */
const stopDeadline = 20_000;

type Facts = Pick<LocalServer, 'url' | 'password' | 'port' | 'logFile'>;

/** A LocalServer from its facts and from how it is started and told to stop. */
export async function keepRunning(facts: Facts, server: Server): Promise<LocalServer> {
  let current = await server.start();
  const stop = async () => void (await current.end(server.stopSignal, stopDeadline));
  return {
    ...facts,
    pid: () => current.pid,
    exited: () => current.exited,
    stop,
    kill: async () => void (await current.end('SIGKILL', stopDeadline)),
    restart: async () => {
      await stop();
      current = await server.start();
    },
  };
}
