import { describe, expect, it } from 'vitest';
import { createFilesClient } from './files-client.ts';

const file = {
  id: '0199b4a5-0000-7000-8000-000000000000',
  name: 'a.txt',
  size: 3,
  type: 'text/plain',
  sha256: '0'.repeat(64),
  createdAt: '2026-01-01T00:00:00.000Z',
  uploadedBy: 'pod-1',
};

function createClient(response: Response) {
  const requests: { url: string; init: RequestInit }[] = [];
  const client = createFilesClient({
    baseUrl: 'http://cluster/proxy',
    fetch: async (url, init) => {
      requests.push({ url, init });
      return response;
    },
  });
  return { client, requests };
}

describe('the files client', () => {
  it('uploads files as multipart under their names', async () => {
    const { client, requests } = createClient(Response.json({ files: [file] }, { status: 201 }));
    expect(await client.upload([{ name: 'a.txt', content: new Blob(['abc']) }])).toEqual([file]);
    const sent = await new Response(requests[0]?.init.body ?? null).text();
    expect(sent).toContain('name="file"; filename="a.txt"');
    expect(sent).toContain('\r\n\r\nabc\r\n');
  });

  it('requests a range of a content and returns it as a stream', async () => {
    const { client, requests } = createClient(new Response('bc', { status: 206 }));
    const response = await client.content(file.id, 'bytes=1-2');
    expect(response.bodyUsed).toBe(false);
    expect(await response.text()).toBe('bc');
    expect(requests[0]).toMatchObject({
      url: `http://cluster/proxy/v1/files/${file.id}`,
      init: { headers: { range: 'bytes=1-2' } },
    });
  });

  it('throws the problem of an error response', async () => {
    const problem = { type: 'https://persistence-lab.dev/problems/no-space', title: 'No space left', status: 507 };
    const { client } = createClient(Response.json(problem, { status: 507 }));
    await expect(client.meta(file.id)).rejects.toMatchObject({ name: 'ApiError', status: 507, problem });
  });
});
