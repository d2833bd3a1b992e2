import { expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { createUploadsClient } from './uploads-client.ts';

function clientOf(answer: Response) {
  const asked: Request[] = [];
  const client = createUploadsClient({
    baseUrl: 'http://x/behind/',
    fetch: async (url, init) => {
      asked.push(new Request(url, init));
      return answer;
    },
  });
  return { client, asked };
}

it('begins an upload in the words of tus, and gives its id, wherever the server says that it is', async () => {
  const { client, asked } = clientOf(new Response(null, { status: 201, headers: { Location: '/v1/uploads/7' } }));
  expect(await client.create({ size: 12, name: 'férias.jpg' })).toBe('7');
  expect([asked[0]!.method, asked[0]!.url]).toEqual(['POST', 'http://x/behind/v1/uploads']);
  expect(Object.fromEntries(asked[0]!.headers)).toMatchObject({
    'tus-resumable': '1.0.0',
    'upload-length': '12',
    'upload-metadata': `filename ${Buffer.from('férias.jpg').toString('base64')}`,
  });
  expect(client.url('7')).toBe('http://x/behind/v1/uploads/7');
});

it('gives one up', async () => {
  const { client, asked } = clientOf(new Response(null, { status: 204 }));
  await client.remove('7');
  expect([asked[0]!.method, asked[0]!.url]).toEqual(['DELETE', 'http://x/behind/v1/uploads/7']);
});

it('rejects with the problem of an answer that is none, and without a Location', async () => {
  const refused = Response.json({ type: 'x', title: 'Full', status: 507 }, { status: 507 });
  await expect(clientOf(refused).client.create({ size: 1, name: 'a' })).rejects.toThrow(ApiError);
  const lost = new Response(null, { status: 201 });
  await expect(clientOf(lost).client.create({ size: 1, name: 'a' })).rejects.toThrow('no Location');
});
