import { formatDuration } from '@persistence-lab/report/amounts';
import { ok, warning, type Check, type Finding } from '../finding.ts';

const bearable = 3_000; // the API server tells whole seconds
const renewal = 10_000; // of a kubelet's lease: https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats
const mend = 'Let all machines keep the time: timedatectl set-ntp true, or restart the virtual machine.';

/** Clocks that differ make times of this machine and of the cluster hard to put beside each other. */
export const checkClock: Check = ({ clockAheadMs, askedAt, nodes }) => {
  const findings: Finding[] = [];
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > bearable)
    findings.push(warning(`The API server's clock is ${apart(clockAheadMs)} that of this machine.`, mend));
  for (const { name, ready, leaseRenewedAt } of nodes) {
    if (!ready || leaseRenewedAt === null) continue;
    const ahead = leaseRenewedAt - askedAt;
    // behind may also be a heartbeat that is late
    if (ahead > bearable || ahead < -(2 * renewal + bearable))
      findings.push(warning(`The last heartbeat of ${name} is ${apart(ahead)} the API server's clock.`, mend));
  }
  if (findings.length > 0) return findings;
  return clockAheadMs === null ? [] : [ok('The clocks agree, to a few seconds')];
};

const apart = (ahead: number): string => `${formatDuration(Math.abs(ahead))} ${ahead > 0 ? 'ahead of' : 'behind'}`;
