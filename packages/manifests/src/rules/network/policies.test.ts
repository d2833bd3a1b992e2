import { expect, test } from 'vitest';
import { createPolicies, type Endpoint } from './policies.ts';

const endpoint = (namespace: string, labels: Record<string, string>): Endpoint => ({
  namespace,
  namespaceLabels: { name: namespace },
  labels,
});
const [web, database] = [endpoint('lab', { app: 'web' }), endpoint('lab', { app: 'database' })];
const port = { number: 5432, name: 'postgres' };

const accepts = (from: Endpoint | undefined, ...ingress: unknown[]) =>
  createPolicies([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'database', namespace: 'lab' },
      spec: { podSelector: { matchLabels: { app: 'database' } }, ingress },
    },
  ]).allowsIngress(database, from, port);

test('accepts nothing without a rule, and everything with an empty rule', () => {
  expect(accepts(web)).toBe(false);
  expect(accepts(web, {})).toBe(true);
  expect(accepts(undefined, {})).toBe(true);
});

test.each([
  ['its number', { port: 5432 }, true],
  ['its name', { port: 'postgres' }, true],
  ['another number', { port: 6379 }, false],
  ['another protocol', { port: 5432, protocol: 'UDP' }, false],
])('compares the port by %s', (_, allowed, expected) => {
  expect(accepts(web, { ports: [allowed] })).toBe(expected);
});

test.each([
  ['labels', { podSelector: { matchLabels: { app: 'web' } } }, true],
  ['other labels', { podSelector: { matchLabels: { app: 'other' } } }, false],
  ['a list of values', { podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] } }, true],
  [
    'excluded values',
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } },
    false,
  ],
  ['a label that exists', { podSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } }, true],
  [
    'a label that must not exist',
    { podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } },
    false,
  ],
  ['its namespace', { namespaceSelector: { matchLabels: { name: 'lab' } } }, true],
  ['another namespace', { namespaceSelector: { matchLabels: { name: 'other' } }, podSelector: {} }, false],
])('selects a peer by %s', (_, peer, expected) => {
  expect(accepts(web, { from: [peer] })).toBe(expected);
  expect(accepts(undefined, { from: [peer] })).toBe(false);
});

test('selects peers of the own namespace unless a namespace is selected', () => {
  const elsewhere = endpoint('other', { app: 'web' });
  expect(accepts(elsewhere, { from: [{ podSelector: {} }] })).toBe(false);
  expect(accepts(elsewhere, { from: [{ podSelector: {}, namespaceSelector: {} }] })).toBe(true);
});
