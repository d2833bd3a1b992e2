import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  data: string;
  portBase: number;
  verbose: boolean;
  /** Of the services: a LOG_LEVEL of the user's counts. */
  logLevel: string;
}

const usage = `Usage: npm start -- [options]

  --port-base N   the first of the ports (default 8080: console 8080, notes 8081 to 8083, uploader 8084)
  --data DIR      where data and logs are kept (default .lab/start)
  --verbose       show what the services log
  --help

REDIS_URL (and REDIS_PASSWORD): a Redis to use instead of a redis-server of our own.`;

/** The options of this run, or a text to print and an exit code. */
export function readOptions(args: string[], root: string): StartOptions | { text: string; code: number } {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'port-base': { type: 'string', default: '8080' },
        data: { type: 'string', default: resolve(root, '.lab', 'start') },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return { text: usage, code: 0 };
    const { LOG_LEVEL: logLevel = 'info' } = process.env;
    return { data: resolve(values.data), portBase: portBase(values['port-base']), verbose: values.verbose, logLevel };
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${usage}`, code: 64 };
  }
}

function portBase(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > 65_000)
    throw new Error(`--port-base: "${text}" is not a port (1 to 65000).`);
  return number;
}
