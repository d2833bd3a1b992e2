import type { Report } from '@persistence-lab/experiment';
import { formatCount, formatDuration } from './amounts.ts';

/** Where, when and how a report came to be, a line each. */
export function headingOf({ cluster, startedAt, endedAt, options }: Report): string[] {
  const what = cluster.driver === 'local' ? 'simulated' : cluster.version;
  const took = formatDuration(Math.max(0, Date.parse(endedAt) - Date.parse(startedAt)));
  return [
    `${cluster.name} (${what}), ${plural(cluster.nodes, 'node')}`,
    `${startedAt}, took ${took}; ${plural(options.notes, 'note')} a cell, ${plural(options.replicas, 'replica')}`,
  ];
}

const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
