import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endProcess, processIdentity } from './process-identity.ts';

function processIgnoringSigterm() {
  return spawn(process.execPath, [
    '-e',
    'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1e6)',
  ]);
}

test('identifies a running process, and returns undefined after it exited', async () => {
  const child = processIgnoringSigterm();
  const identity = await processIdentity(child.pid!);
  expect(identity).toBe(await processIdentity(child.pid!));
  expect(identity).not.toBe(await processIdentity(process.pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await processIdentity(child.pid!)).toBeUndefined();
});

test('kills a process that ignores the signal until the deadline', async () => {
  const child = processIgnoringSigterm();
  await once(child.stdout, 'data');
  await endProcess(child.pid!, (await processIdentity(child.pid!))!, 'SIGTERM', 100);
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
});

test('does not touch a process with another identity', async () => {
  const child = processIgnoringSigterm();
  await endProcess(child.pid!, 'an earlier process', 'SIGKILL', 100);
  expect(await processIdentity(child.pid!)).toBeDefined();
  child.kill('SIGKILL');
});
