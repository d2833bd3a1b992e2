import { expect, test } from 'vitest';
import { manifestProblems } from './check.ts';
import { goodLab } from './fixtures/good.ts';
import { apps, problemsOf, specOf } from './fixtures/problems.ts';

test('a good lab has no problems', () => {
  expect(problemsOf(() => {})).toBe('');
});

test('only overlays name a storage class', () => {
  const lab = goodLab();
  specOf(lab, 'PersistentVolumeClaim')['storageClassName'] = 'fast';
  expect(manifestProblems('overlay', lab.manifests, apps)).toEqual([]);
  expect(manifestProblems('component', lab.manifests, apps).join()).toContain('names the storage class fast');
  specOf(lab, 'PersistentVolumeClaim')['storageClassName'] = '';
  expect(manifestProblems('component', lab.manifests, apps)).toEqual([]);
});
