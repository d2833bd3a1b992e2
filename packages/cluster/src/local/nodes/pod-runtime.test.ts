import type { Exit } from '@persistence-lab/local-servers';
import { expect, it, vi } from 'vitest';
import type { Container } from '../containers/container.ts';
import { createPodRuntime } from './pod-runtime.ts';

/** A container that ends in one of these ways when it is asked to. */
function fakeContainer(ends: string[]): Container & { exit(exit: Exit): void } {
  const { promise: exited, resolve: exit } = Promise.withResolvers<Exit>();
  const end = (how: string, signal: NodeJS.Signals) => async () => {
    ends.push(how);
    exit({ code: null, signal });
    await exited;
  };
  const kill = end('kill', 'SIGKILL');
  return { pid: 1, url: null, exited, exit, kill, crash: kill, stop: end('stop', 'SIGTERM') };
}

function live(start?: () => Promise<Container>) {
  const containers: ReturnType<typeof fakeContainer>[] = [];
  const ends: string[] = [];
  const happened: string[] = [];
  const pauses: number[] = [];
  async function startFake(): Promise<Container> {
    containers.push(fakeContainer(ends));
    return containers.at(-1)!;
  }
  const life = createPodRuntime({
    start: start ?? startFake,
    onReadyChange: (ready) => happened.push(ready ? 'ready' : 'not ready'),
    onRestart: async (how) => void happened.push(how),
    pause: async (milliseconds) => void pauses.push(milliseconds),
  });
  return { life, containers, ends, happened, pauses };
}

it('restarts an ended container, at once the first time, then with growing pauses', async () => {
  const { containers, happened, pauses } = live();
  for (const count of [1, 2, 3, 4]) {
    await vi.waitUntil(() => containers.length === count);
    containers.at(-1)!.exit({ code: 134, signal: null });
  }
  await vi.waitUntil(() => containers.length === 5);
  expect(pauses).toEqual([0, 100, 200, 400]);
  expect(happened.slice(0, 3)).toEqual(['ready', 'ended with 134', 'ready']);
});

it('starts it again when it could not be started', async () => {
  let tries = 0;
  const { happened } = live(async () => {
    tries += 1;
    if (tries < 3) throw new Error('no such program');
    return fakeContainer([]);
  });
  await vi.waitUntil(() => happened.includes('ready'));
  expect(happened).toEqual(['no such program', 'no such program', 'ready']);
});

it('stops gently, and does not start again', async () => {
  const { life, containers, ends, happened } = live();
  await vi.waitUntil(() => happened.includes('ready'));
  await life.stop(1_000);
  expect([ends, containers.length, happened]).toEqual([['stop'], 1, ['ready']]);
});

it('ends a container that is still starting at the stop', async () => {
  const ends: string[] = [];
  const starting = Promise.withResolvers<Container>();
  const { life } = live(() => starting.promise);
  const gone = life.kill();
  starting.resolve(fakeContainer(ends));
  await gone;
  expect(ends).toEqual(['kill']);
});
