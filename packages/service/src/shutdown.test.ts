import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { sendUntilRefused, type Tally } from './test/keep-alive-client.ts';
import { startProcess } from './test/start-process.ts';

/** 32 busy kept-alive clients, SIGTERM in the midst of it, and what became of every request. */
async function stopUnderLoad(env: Record<string, string>) {
  const service = await startProcess({ LOG_LEVEL: 'info', ...env });
  const tally: Tally = { answered: 0, closedAfterAnswer: 0, lost: [] };
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
  it('loses no request: each sent one has its whole answer, each later connection is refused', async () => {
    const { lost, closedAfterAnswer, code, messages } = await stopUnderLoad({});
    expect(lost).toEqual([]);
    expect(closedAfterAnswer).toBeGreaterThanOrEqual(32);
    expect(code).toBe(0);
    expect(messages.slice(-2)).toEqual(['the store is closed', 'shut down']);
  });

  it('loses none after a drain either', async () => {
    const { lost, code } = await stopUnderLoad({ SHUTDOWN_DRAIN: '200ms' });
    expect(lost).toEqual([]);
    expect(code).toBe(0);
  });
});

describe('while it drains', () => {
  it('is not ready, but alive and answering', async () => {
    const service = await startProcess({ SHUTDOWN_DRAIN: '1h', SHUTDOWN_DEADLINE: '2h' });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    service.child.kill('SIGTERM');
    await service.line('shutting down');
    const ready = await fetch(`${service.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ title: 'Not ready', detail: 'shutting down' });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    // A second signal: whoever sends it does not want to wait.
    service.child.kill('SIGINT');
    expect(await service.exitCode).toBe(1);
  });
});

it('answers what is under way, and tells that client too to close', async () => {
  const service = await startProcess();
  const held = fetch(`${service.url}/held`);
  await service.line('held');
  service.child.kill('SIGTERM');
  const answer = await held;
  expect(await answer.json()).toEqual({ held: 'until nothing listened' });
  expect(answer.headers.get('connection')).toBe('close');
  expect(await service.exitCode).toBe(0);
});

it('closes connections that are idle instead of waiting for their clients', async () => {
  const service = await startProcess();
  const silent = connect(service.port, '127.0.0.1');
  await once(silent, 'connect');
  const agent = new Agent({ keepAlive: true });
  const [response] = (await once(get(`${service.url}/livez`, { agent }), 'response')) as [NodeJS.ReadableStream];
  response.resume();
  await once(response, 'end');
  service.child.kill('SIGTERM');
  expect(await service.exitCode).toBe(0);
  agent.destroy();
});

it('exits with 1 at the deadline when a request is stuck, without closing the store under it', async () => {
  const service = await startProcess({ SHUTDOWN_DEADLINE: '300ms' });
  const stuck = fetch(`${service.url}/stuck`);
  await service.line('stuck');
  service.child.kill('SIGTERM');
  await expect(stuck).rejects.toThrow('fetch failed');
  expect(await service.exitCode).toBe(1);
  expect(service.lines.map(({ msg }) => msg)).not.toContain('the store is closed');
});
