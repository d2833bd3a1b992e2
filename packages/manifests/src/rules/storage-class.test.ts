import { expect, test } from 'vitest';
import { manifestProblems } from '../check-target.ts';
import { validOverlay } from '../test-support/valid-overlay.ts';
import { findApp, problemsOf, specOf } from '../test-support/problems-of.ts';

test('a valid overlay has no problems', () => {
  expect(problemsOf(() => {})).toBe('');
});

test('refuses a storage class outside overlays', () => {
  const overlay = validOverlay();
  specOf(overlay, 'PersistentVolumeClaim')['storageClassName'] = 'fast';
  expect(manifestProblems('overlay', overlay.manifests, findApp)).toEqual([]);
  expect(manifestProblems('component', overlay.manifests, findApp).join()).toContain('names the storage class fast');
  specOf(overlay, 'PersistentVolumeClaim')['storageClassName'] = '';
  expect(manifestProblems('component', overlay.manifests, findApp)).toEqual([]);
});
