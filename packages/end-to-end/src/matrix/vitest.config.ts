import { matrixReportFile } from '@persistence-lab/checks';
import { WorkspaceReporter } from '@persistence-lab/checks/reporter';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/matrix/local.matrix.ts'],
    reporters: ['default', new WorkspaceReporter({ file: matrixReportFile })],
  },
});
