import { dirname, join } from 'node:path';
import { matrixReportFile } from '@persistence-lab/checks';

/** Notes per cell: a tenth of the default of `lab run`, as other tests run at the same time. */
export const notes = 100;

/** The report of `lab run` on a simulated cluster, beside that of its tests: both are outputs of turbo's task. */
export const reportFile = join(dirname(matrixReportFile), 'run.json');
