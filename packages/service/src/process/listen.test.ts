import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from './listen.ts';
import { spawnProcess } from '../test-support/start-process.ts';

async function openPortInUse(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

it('resolves once the server accepts requests', async () => {
  const server = await listen(express(), { host: '127.0.0.1', port: 0 });
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(404);
});

it('names a port in use and the remedy in one sentence', async () => {
  const port = await openPortInUse();
  await expect(listen(express(), { host: '127.0.0.1', port })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use: stop the process that uses it, or choose another port with PORT.`,
  );
});

it('names an address that does not belong to this machine', async () => {
  await expect(listen(express(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
    '192.0.2.1 is not an address of this machine: choose one with HOST; 0.0.0.0 means all addresses.',
  );
});

it('exits with 1 and logs that sentence without a stack', async () => {
  const port = await openPortInUse();
  const service = spawnProcess({ PORT: String(port) });
  expect(await service.exitCode).toBe(1);
  expect(service.lines).toMatchObject([
    { level: 60, msg: expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`) },
  ]);
  expect(service.lines[0]).not.toHaveProperty('err');
});
