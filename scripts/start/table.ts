import { join } from 'node:path';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import type { StartOptions } from './options.ts';
import type { Subjects } from './subjects.ts';

/** What runs where, and what to try with it. */
export function describeRun(cluster: LocalCluster, { services }: Subjects, options: StartOptions): string {
  const [files, , , uploads] = services.map(({ port }) => `http://127.0.0.1:${port}`);
  return [
    '',
    `A simulated Kubernetes of ${cluster.nodes().length} nodes: processes and folders of this machine.`,
    '',
    ...aligned([['subject', 'port', 'kind', 'pod', 'node'], ...rowsOf(cluster, services)]),
    '',
    ...cluster.unavailable.map((why) => `${why} Or set REDIS_URL to one that runs.\n`),
    `Ports are those of 127.0.0.1; ${options.portBase} is kept free for the console, which is not part of this version.`,
    '',
    'Try it:',
    '',
    `  curl -i ${files}/v1/notes -H 'content-type: application/json' -d '{"title":"First","text":"Do you survive?"}'`,
    `  curl ${files}/v1/notes`,
    `  curl -F file=@package.json ${uploads}/v1/files`,
    `  npm run lab -- notes ${files}`,
    '',
    'What else Kubernetes does to data, and what survives it, on a simulated cluster of its own:',
    '',
    '  npm run lab -- run --driver local',
    '',
    `Logs: ${join(options.data, 'logs')}. Ctrl-C stops everything; the data stay for the next start.`,
  ].join('\n');
}

function rowsOf(cluster: LocalCluster, services: Subjects['services']): string[][] {
  const portOf = new Map(services.map(({ subject, port }) => [subject, String(port)]));
  return cluster
    .workloads()
    .toSorted((a, b) => a.component.localeCompare(b.component))
    .flatMap((workload) =>
      cluster
        .replicas(workload)
        .map(({ name, node }) => [
          workload.component === 'api' ? workload.name : 'database',
          portOf.get(workload.name) ?? '',
          workload.kind ?? '',
          name,
          node ?? '',
        ]),
    );
}

function aligned(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}
