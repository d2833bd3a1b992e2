// Opens a local cluster in the given folder, begins a run, breaks something and stays: for tests that kill it.
import { openLocal } from '../open-local.ts';
import { programs } from './programs.ts';
import { allSettled, writeNote } from './using.ts';

const cluster = await openLocal({ folder: process.argv[2]!, programs, kinds: process.argv.slice(3) });
await allSettled(cluster);
for (const subject of cluster.subjects()) await writeNote(cluster.replicas(subject)[0]!);
await cluster.beginRun('ana');
await cluster.cordon('node-1');
await cluster.scale(cluster.subjects()[0]!, 2);
await cluster.setNodePower('node-2', 'off');
console.log('broken');
setInterval(() => undefined, 1_000_000);
