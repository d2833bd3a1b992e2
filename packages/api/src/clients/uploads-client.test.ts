import { expect, it } from 'vitest';
import { ApiError } from './transport.ts';
import { createUploadsClient } from './uploads-client.ts';

function createClient(response: Response) {
  const requests: Request[] = [];
  const client = createUploadsClient({
    baseUrl: 'http://x/behind/',
    fetch: async (url, init) => {
      requests.push(new Request(url, init));
      return response;
    },
  });
  return { client, requests };
}

it('creates a tus upload and returns the id from its Location', async () => {
  const { client, requests } = createClient(
    new Response(null, { status: 201, headers: { Location: '/v1/uploads/7' } }),
  );
  expect(await client.create({ size: 12, name: 'férias.jpg' })).toBe('7');
  expect([requests[0]!.method, requests[0]!.url]).toEqual(['POST', 'http://x/behind/v1/uploads']);
  expect(Object.fromEntries(requests[0]!.headers)).toMatchObject({
    'tus-resumable': '1.0.0',
    'upload-length': '12',
    'upload-metadata': `filename ${Buffer.from('férias.jpg').toString('base64')}`,
  });
  expect(client.url('7')).toBe('http://x/behind/v1/uploads/7');
});

it('deletes an upload', async () => {
  const { client, requests } = createClient(new Response(null, { status: 204 }));
  await client.remove('7');
  expect([requests[0]!.method, requests[0]!.url]).toEqual(['DELETE', 'http://x/behind/v1/uploads/7']);
});

it('rejects with the problem of an error response, and when there is no Location', async () => {
  const refused = Response.json({ type: 'x', title: 'Full', status: 507 }, { status: 507 });
  await expect(createClient(refused).client.create({ size: 1, name: 'a' })).rejects.toThrow(ApiError);
  const lost = new Response(null, { status: 201 });
  await expect(createClient(lost).client.create({ size: 1, name: 'a' })).rejects.toThrow('no Location header');
});
