import { readEnvironment, size, text } from '@persistence-lab/config';
import type { App } from '../app.ts';
import { manifestProblems } from '../check-target.ts';
import { type Overlay, validOverlay } from './valid-overlay.ts';

const variables = {
  podName: text('POD_NAME', { optional: true, description: 'pod' }),
  logLevel: text('LOG_LEVEL', { default: 'info', description: 'level' }),
  redisPassword: text('REDIS_PASSWORD', { optional: true, description: 'password' }),
  redisUrl: text('REDIS_URL', { optional: true, description: 'server' }),
  bodyLimit: size('BODY_LIMIT', { default: '1Mi', description: 'limit' }),
};

/** A notes-api with as many variables as the tests need. */
const notesApi: App = {
  variables: new Set(Object.values(variables).map(({ name }) => name)),
  problemsOf: (environment) => {
    const reading = readEnvironment(variables, environment);
    return reading.ok ? [] : reading.problems;
  },
};

export const findApp = (name: string) => (name === 'notes-api' ? notesApi : undefined);

/** What a test breaks in the valid overlay, and the problem that must be reported. */
export type Case = [what: string, change: (overlay: Overlay) => void, problem: string];

/** All problems of the valid overlay after a change, as one text. */
export function problemsOf(change: (overlay: Overlay) => void): string {
  const overlay = validOverlay();
  change(overlay);
  return manifestProblems('overlay', overlay.manifests, findApp).join('\n');
}

/** For changes that the types forbid. */
export const untyped = (value: unknown) => value as Record<string, unknown>;

export const specOf = (overlay: Overlay, kind: string, name?: string) => untyped(overlay.find(kind, name).spec);

export const addEnv = (name: string, value: string) => (overlay: Overlay) =>
  overlay.container.env?.push({ name, value });
