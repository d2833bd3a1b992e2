// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of other modules cannot be imported
/// <reference path="./prom-client.d.ts" />
// Not 'prom-client' itself: its push gateway loads https and tls, 4.8 MB of resident memory in every pod.
import collectDefaultMetrics from 'prom-client/lib/defaultMetrics.js';
import Counter from 'prom-client/lib/counter.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';

export type Metrics = ReturnType<typeof createMetrics>;

/** The metrics of one app in a registry of its own; an app adds its own to `registry`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    observeRequest(method: string, route: string, status: number, seconds: number): void {
      requests.observe({ method, route, status }, seconds);
    },
    /** A counter of the app's own, in the same registry: a function that adds to it, one by default. */
    counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
      const counter = new Counter({ name, help, labelNames, registers: [registry] });
      return (labels: Record<Label, string>, by = 1): void => counter.inc(labels, by);
    },
    /** The same for durations in seconds. */
    durations(name: string, help: string, buckets: number[]) {
      const histogram = new Histogram({ name, help, buckets, registers: [registry] });
      return (seconds: number): void => histogram.observe(seconds);
    },
  };
}
