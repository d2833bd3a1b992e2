import { openConnection } from './connection.ts';
import { quantile } from '../statistics.ts';

export interface Load {
  readonly port: number;
  /** Connections, each with one request at a time. */
  readonly clients: number;
  readonly seconds: number;
  /** The bytes of the next request. */
  readonly request: () => string;
  /** The only status that counts. */
  readonly status: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Share of the time in which this client was busy: near 1 the figures measure the client. */
  readonly clientBusy: number;
}

/**
 * Each client sends one request after the other, for `seconds`.
 * @throws when an answer has another status or a connection breaks: such a run measures nothing
 */
export async function runLoad({ port, clients, seconds, request, status }: Load): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(port)));
  const latencies: number[] = [];
  const busy = performance.eventLoopUtilization();
  const started = performance.now();
  const end = started + seconds * 1000;
  const client = async ({ send }: (typeof connections)[number]) => {
    for (let now = started; now < end;) {
      const answer = await send(request());
      const answered = performance.now();
      if (answer.status !== status) throw new Error(`answered ${answer.status}, not ${status}: ${answer.body}`);
      latencies.push(answered - now);
      now = answered;
    }
  };
  try {
    await Promise.all(connections.map(client));
  } finally {
    for (const { close } of connections) close();
  }
  const elapsed = (performance.now() - started) / 1000;
  return {
    requests: latencies.length,
    perSecond: latencies.length / elapsed,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    clientBusy: performance.eventLoopUtilization(busy).utilization,
  };
}
