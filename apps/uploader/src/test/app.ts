import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readEnvironment } from '@persistence-lab/config';
import { createHealth, createLogger, createMetrics } from '@persistence-lab/service';
import { createApp } from '../app.ts';
import { uploaderVariables } from '../config.ts';
import { openStorage } from '../open-storage.ts';
import { createUploadMetrics } from '../upload-metrics.ts';

/** For tests: an uploader in this process, listening on loopback, over a folder of its own or a given one. */
export async function startUploader(env: Record<string, string> = {}) {
  const folder = env['DATA_DIR'] ?? (await mkdtemp(join(tmpdir(), 'uploader-')));
  const reading = readEnvironment(uploaderVariables, {
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    POD_NAME: 'pod-a',
    FREE_SPACE_FLOOR: '0',
    ...env,
  });
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const { config } = reading;
  const trouble: unknown[] = [];
  const logger = { error: ({ err }: { err: unknown }) => void trouble.push(err) };
  const metrics = createMetrics();
  const { store, uploads, close } = await openStorage(config, logger as never, createUploadMetrics(metrics));
  const health = createHealth({ probe: store.ready, maxAge: 0 });
  const app = createApp({ config, logger: createLogger('uploader', config), health, store, uploads, metrics });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    folder,
    store,
    uploads,
    server,
    /** What went wrong in the background. */
    trouble,
    url: `http://127.0.0.1:${port}`,

    /** Sends bytes as they are and gives the connection back. */
    send(request: string) {
      const socket = connect(port, '127.0.0.1');
      socket.write(request, 'latin1');
      return socket;
    },

    /** Sends bytes as they are; gives what comes back until the server closes the connection. */
    async raw(request: string): Promise<string> {
      const socket = connect(port, '127.0.0.1');
      // Not ended: to Node's server a client that has ended is one that went away.
      socket.write(request, 'latin1');
      return text(socket);
    },

    /** What lies in `incoming/`, signs of life aside. */
    async leftovers(): Promise<string[]> {
      const paths = await readdir(join(folder, 'incoming'), { recursive: true });
      return paths.filter((path) => path.includes('/') && !path.endsWith('/alive'));
    },

    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await close();
      // What was under way when its connection was cut may still be cleaning up.
      if (!env['DATA_DIR']) await rm(folder, { recursive: true, maxRetries: 10 });
    },
  };
}

export type TestUploader = Awaited<ReturnType<typeof startUploader>>;

/** A multipart body by hand: what no client library would send. */
export function form(parts: readonly { headers: string; body: string }[], boundary = 'XXX'): string {
  const each = parts.map(({ headers, body }) => `--${boundary}\r\n${headers}\r\n\r\n${body}\r\n`);
  return `${each.join('')}--${boundary}--\r\n`;
}

/** A whole POST of such a body. */
export function post(body: string, headers = 'Content-Type: multipart/form-data; boundary=XXX'): string {
  const lines = ['POST /v1/files HTTP/1.1', 'Host: x', 'Connection: close', headers];
  return `${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${body}`;
}
