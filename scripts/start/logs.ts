import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LocalCluster } from '@persistence-lab/cluster/local';

/** The last lines of a log; empty where there is none. */
export function lastLines(file: string, count = 10): string {
  return readFrom(file, 0).toString().trimEnd().split('\n').slice(-count).join('\n');
}

/** Shows what everything in the cluster logs, each line with its origin. Ends with the process. */
export function followLogs(cluster: LocalCluster, show: (line: string) => void): void {
  const followed = new Set<string>();
  const look = () => {
    for (const replica of cluster.workloads().flatMap((workload) => cluster.replicas(workload))) {
      if (followed.has(replica.name)) continue;
      followed.add(replica.name);
      follow(cluster.logFileOf(replica), (line) => show(`${replica.name.padEnd(24)}| ${line}`));
    }
  };
  look();
  cluster.onChange(look);
}

function follow(file: string, show: (line: string) => void): void {
  let offset = 0;
  const look = () => {
    const fresh = readFrom(file, offset);
    const whole = fresh.subarray(0, fresh.lastIndexOf('\n') + 1);
    offset += whole.length;
    whole.toString().split('\n').slice(0, -1).forEach(show);
  };
  setInterval(look, 200).unref();
}

function readFrom(file: string, offset: number): Buffer {
  let opened: number;
  try {
    opened = openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return Buffer.alloc(0);
  }
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(opened).size - offset));
    return bytes.subarray(0, readSync(opened, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(opened);
  }
}
