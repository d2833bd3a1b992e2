import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { sendUntilRefused, type RequestTally } from '../test-support/keep-alive-client.ts';
import { startProcess } from '../test-support/start-process.ts';

/** Sends SIGTERM to a service under load from 32 keep-alive clients; returns the outcome of every request. */
async function stopUnderLoad(env: Record<string, string>) {
  const service = await startProcess({ LOG_LEVEL: 'info', ...env });
  const tally: RequestTally = { answered: 0, closedAfterResponse: 0, lost: [] };
  const clients = Array.from({ length: 32 }, () => sendUntilRefused(service.port, tally));
  await until(() => tally.answered > 500);
  service.child.kill('SIGTERM');
  await Promise.all(clients);
  return { ...tally, code: await service.exitCode, messages: service.lines.map(({ msg }) => msg) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('a SIGTERM under load', () => {
  it('loses no request: each one sent gets its whole response, and later connections are refused', async () => {
    const { lost, closedAfterResponse, code, messages } = await stopUnderLoad({});
    expect(lost).toEqual([]);
    expect(closedAfterResponse).toBeGreaterThanOrEqual(32);
    expect(code).toBe(0);
    expect(messages.slice(-2)).toEqual(['the store is closed', 'shut down']);
  });

  it('loses no request after a drain', async () => {
    const { lost, code } = await stopUnderLoad({ SHUTDOWN_DRAIN: '200ms' });
    expect(lost).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('during the drain', () => {
  it('the service is not ready, but alive and serving requests', async () => {
    const service = await startProcess({ SHUTDOWN_DRAIN: '1h', SHUTDOWN_DEADLINE: '2h' });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    service.child.kill('SIGTERM');
    await service.line('shutting down');
    const ready = await fetch(`${service.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ title: 'Not ready', detail: 'shutting down' });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    // A second signal exits without waiting for the drain.
    service.child.kill('SIGINT');
    expect(await service.exitCode).toBe(1);
  });
});

it('answers a request in progress, with Connection: close', async () => {
  const service = await startProcess();
  const held = fetch(`${service.url}/held`);
  await service.line('held');
  service.child.kill('SIGTERM');
  const response = await held;
  expect(await response.json()).toEqual({ held: 'until the server stopped listening' });
  expect(response.headers.get('connection')).toBe('close');
  expect(await service.exitCode).toBe(0);
});

it('closes idle connections without waiting for their clients', async () => {
  const service = await startProcess();
  const unused = connect(service.port, '127.0.0.1');
  await once(unused, 'connect');
  const agent = new Agent({ keepAlive: true });
  const [response] = (await once(get(`${service.url}/livez`, { agent }), 'response')) as [NodeJS.ReadableStream];
  response.resume();
  await once(response, 'end');
  service.child.kill('SIGTERM');
  expect(await service.exitCode).toBe(0);
  agent.destroy();
});

it('exits with 1 at the deadline when a request is stuck, without closing the store in use', async () => {
  const service = await startProcess({ SHUTDOWN_DEADLINE: '300ms' });
  const stuck = fetch(`${service.url}/stuck`);
  await service.line('stuck');
  service.child.kill('SIGTERM');
  await expect(stuck).rejects.toThrow('fetch failed');
  expect(await service.exitCode).toBe(1);
  expect(service.lines.map(({ msg }) => msg)).not.toContain('the store is closed');
});
