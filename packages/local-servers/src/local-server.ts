import type { Exit } from './launched-process.ts';

/** A database server that runs on 127.0.0.1 and keeps its data in one folder. */
export interface LocalServer {
  /** Where to connect, without the password. */
  readonly url: string;
  readonly password: string;
  readonly port: number;
  readonly logFile: string;
  /** The pid of the process that runs now, or ran last. */
  pid(): number;
  /** Resolves when the process that runs now has ended. */
  exited(): Promise<Exit>;
  /** Ends the server as its manual says for a clean stop: everything is flushed. */
  stop(): Promise<void>;
  /** Ends the server with SIGKILL: nothing is flushed. */
  kill(): Promise<void>;
  /** Starts the server again on the same port and data, stopping it cleanly first when it runs. */
  restart(): Promise<void>;
}
