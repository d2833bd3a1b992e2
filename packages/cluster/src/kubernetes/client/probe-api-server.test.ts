import { afterEach, expect, it, vi } from 'vitest';
import { probeApiServer } from './probe-api-server.ts';
import { serveApi } from '../../test-support/api-server.ts';

afterEach(() => void vi.useRealTimers());

it('returns the version, and by how much the clock is ahead', async () => {
  const { config } = await serveApi(() => ({ gitVersion: 'v1.33.1' }));
  expect(await probeApiServer(config)).toEqual({
    version: 'v1.33.1',
    clockAheadMs: expect.any(Number) as number,
    askedAt: expect.any(Number) as number,
  });
});

it('fails after the timeout when the server accepts the request without an answer', async () => {
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
