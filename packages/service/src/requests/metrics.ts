// oxlint-disable-next-line typescript/triple-slash-reference -- declarations of other modules cannot be imported
/// <reference path="./prom-client.d.ts" />
// Import the parts: 'prom-client' loads its push gateway with https and tls, 4.8 MB of resident memory in every pod.
import collectDefaultMetrics from 'prom-client/lib/defaultMetrics.js';
import Counter from 'prom-client/lib/counter.js';
import Histogram from 'prom-client/lib/histogram.js';
import Registry from 'prom-client/lib/registry.js';

export type Metrics = ReturnType<typeof createMetrics>;

/** Creates the metrics of one app in a separate registry, to which the app adds its own. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the end of its response',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  return {
    registry,
    observeRequest(method: string, route: string, status: number, seconds: number): void {
      requests.observe({ method, route, status }, seconds);
    },
    /** Adds a counter; returns a function that increments it, by 1 unless stated otherwise. */
    counter<Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) {
      const counter = new Counter({ name, help, labelNames, registers: [registry] });
      return (labels: Record<Label, string>, by = 1): void => counter.inc(labels, by);
    },
    /** Adds a histogram of durations in seconds; returns a function that observes one. */
    durations(name: string, help: string, buckets: number[]) {
      const histogram = new Histogram({ name, help, buckets, registers: [registry] });
      return (seconds: number): void => histogram.observe(seconds);
    },
  };
}
