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

/** An uploader in this process, listening on loopback, in a temporary data directory unless DATA_DIR is given. */
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
  const backgroundErrors: unknown[] = [];
  const logger = { error: ({ err }: { err: unknown }) => void backgroundErrors.push(err) };
  const metrics = createMetrics();
  const { store, uploads, close } = await openStorage(config, logger as never, metrics);
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
    backgroundErrors,
    url: `http://127.0.0.1:${port}`,

    /** Sends a raw request and returns the connection. */
    send(request: string) {
      const socket = connect(port, '127.0.0.1');
      socket.write(request, 'latin1');
      return socket;
    },

    /** Sends a raw request and returns everything that the server sends until it closes the connection. */
    async raw(request: string): Promise<string> {
      const socket = connect(port, '127.0.0.1');
      // Not ended: Node's server treats a half-closed connection as a disconnected client.
      socket.write(request, 'latin1');
      return text(socket);
    },

    /** The temporary files in `incoming/`, without the heartbeat files. */
    async leftovers(): Promise<string[]> {
      const paths = await readdir(join(folder, 'incoming'), { recursive: true });
      return paths.filter((path) => path.includes('/') && !path.endsWith('/alive'));
    },

    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await close();
      // Requests whose connections were closed may still be cleaning up.
      if (!env['DATA_DIR']) await rm(folder, { recursive: true, maxRetries: 10 });
    },
  };
}

export type TestUploader = Awaited<ReturnType<typeof startUploader>>;

/** A hand-written multipart body, for what client libraries do not send. */
export function form(parts: readonly { headers: string; body: string }[], boundary = 'XXX'): string {
  const each = parts.map(({ headers, body }) => `--${boundary}\r\n${headers}\r\n\r\n${body}\r\n`);
  return `${each.join('')}--${boundary}--\r\n`;
}

/** A raw POST request with such a body. */
export function post(body: string, headers = 'Content-Type: multipart/form-data; boundary=XXX'): string {
  const lines = ['POST /v1/files HTTP/1.1', 'Host: x', 'Connection: close', headers];
  return `${lines.join('\r\n')}\r\nContent-Length: ${Buffer.byteLength(body, 'latin1')}\r\n\r\n${body}`;
}
