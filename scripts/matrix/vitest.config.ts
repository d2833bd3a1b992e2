import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { testsFile } from './local.ts';

const reporter = join(import.meta.dirname, '..', 'test', 'reporter.ts');

export default defineConfig({
  test: {
    include: ['matrix/local.matrix.ts'],
    reporters: ['default', [reporter, { file: testsFile }]],
  },
});
