import { WorkspaceReporter } from '@persistence-lab/checks/reporter';
import { defineConfig } from 'vitest/config';
import { reportFile } from './report.ts';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['*.e2e.ts'],
    fileParallelism: false, // the files cordon the same nodes
    maxConcurrency: 6, // subjects at a time: more compete for the processors
    testTimeout: 240_000,
    hookTimeout: 120_000,
    reporters: ['verbose', new WorkspaceReporter({ file: reportFile })],
  },
});
