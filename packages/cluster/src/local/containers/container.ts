import { launch, type Exit, type LocalServer } from '@persistence-lab/local-servers';

/** A simulated container: a process. */
export interface Container {
  readonly pid: number;
  /** URL of its HTTP server; null: none. */
  readonly url: string | null;
  readonly exited: Promise<Exit>;
  /** Shuts it down cleanly, or by SIGKILL after `grace` milliseconds. */
  stop(grace: number): Promise<unknown>;
  /** Ends it without shutdown and without a flush, as a bug would. */
  crash(): Promise<unknown>;
  kill(): Promise<unknown>;
}

export interface ServiceStart {
  /** The JavaScript (or TypeScript) file that Node.js runs. */
  readonly program: string;
  readonly port: number;
  readonly logFile: string;
  readonly env: Record<string, string>;
}

/** Starts a service; resolves before it listens. */
export async function startService({ program, port, logFile, env }: ServiceStart): Promise<Container> {
  const process = await launch(globalThis.process.execPath, [program], {
    logFile,
    env: { ...inherited(), HOST: '127.0.0.1', PORT: String(port), ...env },
  });
  const kill = () => process.end('SIGKILL', 0);
  return {
    pid: process.pid,
    url: `http://127.0.0.1:${port}`,
    exited: process.exited,
    stop: (grace) => process.end('SIGTERM', grace),
    crash: kill,
    kill,
  };
}

/** Only these: a STORE or HOST of the user's shell is not for the service. */
function inherited(): Record<string, string> {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  const kept = Object.entries({ PATH, HOME, TMPDIR, TZ });
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** `crashSignal`: the signal for an immediate shutdown. */
export function containerOfServer(server: LocalServer, crashSignal: NodeJS.Signals): Container {
  const exited = server.exited();
  const kill = () => server.kill();
  return {
    pid: server.pid(),
    url: null,
    exited,
    async stop(grace) {
      const late = setTimeout(() => void kill(), grace);
      await server.stop();
      clearTimeout(late);
    },
    async crash() {
      process.kill(server.pid(), crashSignal);
      await exited;
    },
    kill,
  };
}

export const describeExit = ({ code, signal }: Exit): string => (signal ? `ended by ${signal}` : `ended with ${code}`);
