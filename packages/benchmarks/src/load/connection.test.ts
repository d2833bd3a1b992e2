import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openConnection, readAnswer } from './connection.ts';
import { runLoad } from './load.ts';
import { get, post } from './requests.ts';

const answer = 'HTTP/1.1 201 Created\r\nContent-Length: 4\r\n\r\nbody';

it('waits until an answer is complete', () => {
  const whole = Buffer.from(answer);
  for (let length = 0; length < whole.length; length++) {
    expect(readAnswer(whole.subarray(0, length), true)).toBeTypeOf('number');
  }
  expect(readAnswer(whole, true)).toEqual({ status: 201, body: 'body' });
});

it('refuses an answer of unknown length instead of guessing its end', () => {
  const chunked = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
  expect(() => readAnswer(chunked, false)).toThrow('without a length');
});

async function serve(status: number): Promise<number> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const body = 'x'.repeat(200_000);
      response.writeHead(status, { 'Content-Length': body.length }).end(body);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

it('sends one request after the other on one connection', async () => {
  const connection = await openConnection(await serve(200));
  onTestFinished(() => connection.close());
  for (let i = 0; i < 3; i++) {
    const { body } = await connection.send(get('/'), true);
    expect(body).toHaveLength(200_000);
  }
});

it('counts the answers of all clients', async () => {
  const port = await serve(201);
  const result = await runLoad({ port, clients: 4, seconds: 0.2, request: () => post('/', {}), status: 201 });
  expect(result.requests).toBeGreaterThanOrEqual(4);
  expect(result.p99).toBeGreaterThanOrEqual(result.p50);
});

it('fails when an answer has another status', async () => {
  const load = { port: await serve(507), clients: 2, seconds: 5, request: () => get('/'), status: 201 };
  await expect(runLoad(load)).rejects.toThrow('answered 507, not 201');
});

it('fails when the server closes the connection', async () => {
  const server = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await expect((await openConnection(port)).send(get('/'))).rejects.toThrow('closed the connection');
});
