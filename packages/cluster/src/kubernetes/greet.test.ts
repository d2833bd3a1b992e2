import { afterEach, expect, it, vi } from 'vitest';
import { probeApiServer } from './greet.ts';
import { serveApi } from './test/api-server.ts';

afterEach(() => void vi.useRealTimers());

it('learns the version, and by how much the clock is ahead', async () => {
  const { config } = await serveApi(() => ({ gitVersion: 'v1.33.1' }));
  expect(await probeApiServer(config)).toEqual({
    version: 'v1.33.1',
    clockAheadMs: expect.any(Number) as number,
    askedAt: expect.any(Number) as number,
  });
});

it('gives up on a server that takes the question and says nothing more', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asked = Promise.withResolvers<void>();
  const { config } = await serveApi(() => void asked.resolve());
  const refusal = probeApiServer(config).catch((error: unknown) => error);
  await asked.promise;
  vi.advanceTimersByTime(5_000);
  expect(await refusal).toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(
      /^The API server http\S+ did not answer within 5 s; is the cluster running/,
    ) as string,
  });
});
