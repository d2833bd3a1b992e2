// The baseline of uploads: a request's body piped into a file and synced, nothing else.
import { createWriteStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { address } from './route.ts';

async function receive(request: IncomingMessage): Promise<void> {
  const file = await open('upload', 'w');
  await pipeline(request, createWriteStream('', { fd: file.fd, autoClose: false }));
  await file.sync();
  await file.close();
}

createServer((request, response) => {
  const work = { POST: () => receive(request), DELETE: () => rm('upload') }[request.method ?? ''];
  const end = (status: number) => () => void response.writeHead(status, { 'Content-Length': 0 }).end();
  void Promise.resolve(work?.()).then(end(200), end(500));
}).listen(address.port, address.host);
process.on('SIGTERM', () => process.exit());
