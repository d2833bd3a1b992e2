// Runs everything on this machine, in a simulated Kubernetes: notes on files, Postgres and Redis, and the uploader.
import { mkdir } from 'node:fs/promises';
import { ClusterError } from '@persistence-lab/cluster/error';
import { CannotRun } from '@persistence-lab/language';
import { buildServicePrograms, projectRoot } from '@persistence-lab/runner/service-programs';
import { followLogs } from './logs.ts';
import { openCluster } from './open-cluster.ts';
import { readOptions, type StartOptions } from './options.ts';
import { requireSpace } from './requirements.ts';
import { chooseSubjects } from './subjects.ts';
import { describeRun } from './table.ts';
import { tellRestarts } from './tell-restarts.ts';
import { untilRunning } from './until-running.ts';

async function start(options: StartOptions): Promise<void> {
  const asked = untilAskedToStop();
  await mkdir(options.data, { recursive: true });
  await requireSpace(options.data);
  const programs = await Promise.race([buildServicePrograms(), asked]);
  if (!programs) return;
  const subjects = chooseSubjects(options.portBase);
  const cluster = await openCluster(options, programs, subjects);
  try {
    if (options.verbose) followLogs(cluster, console.log);
    const runs = await Promise.race([untilRunning(cluster).then(() => true), asked]);
    if (!runs) return;
    console.log(describeRun(cluster, subjects, options));
    tellRestarts(cluster, console.log);
    await asked;
  } finally {
    console.log('\nStopping ...');
    await cluster.close();
    console.log('Stopped.');
  }
}

function untilAskedToStop(): Promise<false> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve(false));
  });
}

const options = readOptions(process.argv.slice(2), projectRoot);
if ('text' in options) {
  console.log(options.text);
  process.exit(options.code);
}
try {
  await start(options);
  process.exit();
} catch (error) {
  console.error(error instanceof CannotRun || error instanceof ClusterError ? error.message : error);
  process.exit(1);
}
