import { expect, it } from 'vitest';
import { createMultipartBody } from './multipart.ts';

const read = async (body: Blob | FormData) => {
  const entries = (await new Response(body).formData()).getAll('file') as File[];
  return Promise.all(entries.map(async (file) => [file.name, file.type, await file.text()]));
};

it('is parsed to the same form as a FormData of fetch', async () => {
  const names = ['a.txt', 'quote".txt', 'line\r\nbreak', 'ünïcödé 🗄️.bin'];
  const files = names.map((name, index) => ({ name, content: new Blob([`content ${index}`], { type: 'text/plain' }) }));
  const form = new FormData();
  for (const { name, content } of files) form.append('file', content, name);
  expect(await read(createMultipartBody(files))).toEqual(await read(form));
});

it('sends a content without a type as application/octet-stream', async () => {
  expect(await createMultipartBody([{ name: 'a', content: new Blob(['x']) }]).text()).toContain(
    'Content-Type: application/octet-stream\r\n\r\nx\r\n',
  );
});
