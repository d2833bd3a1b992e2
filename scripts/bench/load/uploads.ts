import { createFilesClient, createUploadsClient, paths, type UploadedFiles } from '@persistence-lab/api';
import type { Service } from '../service.ts';
import type { Answer } from './connection.ts';
import { sendBody } from './send-body.ts';

/** Brings a file of so many bytes to a server; gives what takes it away again. */
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

// As long as curl's: the shorter it is, the harder to find.
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

/** All of it in one request, as clients of tus do by default. */
export const tus: Send = async (service, size) => {
  const id = await createUploadsClient(address(service)).create({ size, name: 'file' });
  expectStatus(204, await sendBody(service.port, { head: head('PATCH', paths.upload(id), ...continuing), size }));
  return remove(service, id);
};

/** Seconds that it takes to send so many files of a size, `width` of them at a time. */
export async function secondsOf(
  send: Send,
  service: Service,
  { files = 1, width = 1, size }: { files?: number; width?: number; size: number },
): Promise<number> {
  const sent: (() => Promise<unknown>)[] = [];
  let left = files;
  const started = performance.now();
  const worker = async () => {
    while (left-- > 0) sent.push(await send(service, size));
  };
  await Promise.all(Array.from({ length: width }, worker));
  const seconds = (performance.now() - started) / 1000;
  for (const takeAway of sent) await takeAway();
  return seconds;
}
