import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endProcess, processIdentity } from './process-identity.ts';

function deafProcess() {
  return spawn(process.execPath, [
    '-e',
    'process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1e6)',
  ]);
}

test('names one life of a process, and none that has ended', async () => {
  const child = deafProcess();
  const identity = await processIdentity(child.pid!);
  expect(identity).toBe(await processIdentity(child.pid!));
  expect(identity).not.toBe(await processIdentity(process.pid));
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await processIdentity(child.pid!)).toBeUndefined();
});

test('kills what does not heed the signal before the deadline', async () => {
  const child = deafProcess();
  await once(child.stdout, 'data');
  await endProcess(child.pid!, (await processIdentity(child.pid!))!, 'SIGTERM', 100);
  expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGKILL');
});

test('leaves a process alone whose identity is another', async () => {
  const child = deafProcess();
  await endProcess(child.pid!, 'an earlier life', 'SIGKILL', 100);
  expect(await processIdentity(child.pid!)).toBeDefined();
  child.kill('SIGKILL');
});
