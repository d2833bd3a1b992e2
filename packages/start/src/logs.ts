import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { LocalCluster } from '@persistence-lab/cluster/local';

/** The last lines of a log; empty if it does not exist. */
export function lastLines(file: string, count = 10): string {
  return readFrom(file, 0).toString().trimEnd().split('\n').slice(-count).join('\n');
}

/** Prints all logs of the cluster, each line with the name of its Pod, until the process ends. */
export function followLogs(cluster: LocalCluster, printLine: (line: string) => void): void {
  const followed = new Set<string>();
  const followNew = () => {
    for (const replica of cluster.workloads().flatMap((workload) => cluster.replicas(workload))) {
      if (followed.has(replica.name)) continue;
      followed.add(replica.name);
      follow(cluster.logFileOf(replica), (line) => printLine(`${replica.name.padEnd(24)}| ${line}`));
    }
  };
  followNew();
  cluster.onChange(followNew);
}

function follow(file: string, printLine: (line: string) => void): void {
  let offset = 0;
  const printNew = () => {
    const appended = readFrom(file, offset);
    const wholeLines = appended.subarray(0, appended.lastIndexOf('\n') + 1);
    offset += wholeLines.length;
    wholeLines.toString().split('\n').slice(0, -1).forEach(printLine);
  };
  setInterval(printNew, 200).unref();
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
