import type { AddCommand } from './add-command.ts';
import { addClusterOptions, type ClusterOptions, openCluster } from '../cluster-options.ts';
import { exitCodes } from '../exit.ts';

/** `lab restore`: puts back what a run has left that was killed. */
export const addRestore: AddCommand = (program) => {
  addClusterOptions(program.command('restore'))
    .description('Put back what an interrupted run has changed')
    .addHelpText('after', '\nExample:\n  npm run lab -- restore --node-power kind')
    .action(async (options: ClusterOptions) => {
      const { cluster } = await openCluster(options, console.log);
      try {
        const run = await cluster.findOpenRun();
        if (run === null) return console.log('Nothing is left to put back.');
        console.log(`The run of ${run.by}, begun ${run.startedAt}:`);
        const { describeUndo } = await import('@persistence-lab/cluster');
        const problems = await cluster.restore((undo) => console.log(`  ${describeUndo(undo)}`));
        if (problems.length === 0) return console.log('Everything is put back.');
        for (const problem of problems) console.error(problem);
        process.exitCode = exitCodes.couldNotRun;
      } finally {
        await cluster.close();
      }
    });
};
