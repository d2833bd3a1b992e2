// Runs everything on this machine, without a cluster: notes on files, Postgres and Redis, and the uploader.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServices } from './build.ts';
import { CannotStart } from './cannot-start.ts';
import { createLab } from './lab.ts';
import { readOptions, type StartOptions } from './options.ts';
import { requirePorts, requireSpace } from './requirements.ts';
import { portOf } from './services.ts';
import { openSession } from './session.ts';
import { describeRun } from './table.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

async function start(options: StartOptions): Promise<void> {
  const asked = untilAskedToStop();
  await mkdir(options.data, { recursive: true });
  await requireSpace(options.data);
  const session = await openSession(options.data);
  try {
    const ports = portOf(options.portBase);
    await requirePorts([ports.file, ports.postgres, ports.redis, ports.uploader]);
    await buildServices(root);
    await runLab(options, session, asked);
  } finally {
    await session.close();
  }
}

async function runLab(
  options: StartOptions,
  session: Awaited<ReturnType<typeof openSession>>,
  asked: Promise<void>,
): Promise<void> {
  const lab = createLab(root, options, session);
  const ports = portOf(options.portBase);
  try {
    const rows = await Promise.race([lab.start(), asked]);
    if (!rows) return;
    rows.unshift({
      name: 'console',
      where: `port ${ports.console}`,
      keeps: 'kept free for it: not part of this version',
    });
    console.log(describeRun(rows, ports, join(options.data, 'logs')));
    const broken = await Promise.race([lab.broken, asked]);
    if (broken === undefined) return;
    console.error(`\n${broken}`);
    process.exitCode = 1;
  } finally {
    console.log('\nStopping ...');
    await lab.stop();
    console.log('Stopped.');
  }
}

function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

const options = readOptions(process.argv.slice(2), root);
if ('text' in options) {
  console.log(options.text);
  process.exit(options.code);
}
try {
  await start(options);
  process.exit();
} catch (error) {
  console.error(error instanceof CannotStart ? error.message : error);
  process.exit(1);
}
