import { createFilesClient, createUploadsClient, paths, type UploadedFiles } from '@persistence-lab/api';
import pLimit from 'p-limit';
import type { Service } from '../service.ts';
import type { Answer } from './connection.ts';
import { sendBody } from './send-body.ts';

/** Uploads a file of `size` bytes to a server; gives a function that deletes it. */
export type Send = (service: Service, size: number) => Promise<() => Promise<unknown>>;

const head = (method: string, path: string, ...headers: string[]) =>
  [`${method} ${path} HTTP/1.1`, 'Host: bench', ...headers].join('\r\n');

const address = ({ port }: Service) => ({ baseUrl: `http://127.0.0.1:${port}` });
const remove = (service: Service, id: string) => () => createFilesClient(address(service)).delete(id);

function expectStatus(status: number, answer: Answer): Answer {
  if (answer.status === status) return answer;
  throw new Error(`answered ${answer.status}, not ${status}: ${answer.body}`);
}

/** To `servers/bare-upload.ts`. */
export const bare: Send = async (service, size) => {
  expectStatus(200, await sendBody(service.port, { head: head('POST', '/'), size }));
  return () => fetch(address(service).baseUrl, { method: 'DELETE' });
};

// As long as that of curl: a shorter boundary is slower to find.
const boundary = `${'-'.repeat(24)}PersistenceLabBenchmark`;

export const multipart: Send = async (service, size) => {
  const { body } = expectStatus(
    201,
    await sendBody(service.port, {
      head: head('POST', paths.files, `Content-Type: multipart/form-data; boundary=${boundary}`),
      before: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="file"\r\n\r\n`,
      size,
      after: `\r\n--${boundary}--\r\n`,
    }),
  );
  return remove(service, (JSON.parse(body) as UploadedFiles).files[0]!.id);
};

const continuing = ['Tus-Resumable: 1.0.0', 'Upload-Offset: 0', 'Content-Type: application/offset+octet-stream'];

/** One PATCH request with the whole file, as tus clients send by default. */
export const tus: Send = async (service, size) => {
  const id = await createUploadsClient(address(service)).create({ size, name: 'file' });
  expectStatus(204, await sendBody(service.port, { head: head('PATCH', paths.upload(id), ...continuing), size }));
  return remove(service, id);
};

/** Seconds to send `files` files of a size, `width` of them at a time. */
export async function secondsOf(
  send: Send,
  service: Service,
  { files = 1, width = 1, size }: { files?: number; width?: number; size: number },
): Promise<number> {
  const started = performance.now();
  const limit = pLimit(width);
  const deletions = await Promise.all(Array.from({ length: files }, () => limit(send, service, size)));
  const seconds = (performance.now() - started) / 1000;
  for (const deleteFile of deletions) await deleteFile();
  return seconds;
}
