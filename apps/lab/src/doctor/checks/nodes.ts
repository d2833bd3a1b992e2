import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

/** Enough nodes that are well; cordons are told by the leftovers. */
export const checkNodes: Check = (survey) => {
  const { nodes } = survey;
  if (nodes.length === 0) {
    const why = isHidden(survey, 'nodes') ? 'because they may not be listed' : 'because there are none';
    return [problem(`No nodes are seen, ${why}.`, 'Use a context that may list nodes.')];
  }
  const findings: Finding[] = [];
  for (const { name, ready, pressures } of nodes) {
    if (!ready)
      findings.push(
        problem(
          `${name} is not ready.`,
          `Start it, or delete it from the cluster: kubectl describe node ${name} tells why.`,
        ),
      );
    if (pressures.length > 0)
      findings.push(
        problem(
          `${name} is under ${pressures.join(' and ')}: it evicts pods.`,
          `Free what it lacks: kubectl describe node ${name} tells more.`,
        ),
      );
  }
  if (nodes.length === 1)
    findings.push(
      warning(
        'There is one node only: a drain or a failure of it blocks everything, and nothing can move.',
        'For movement, make a cluster of three: minikube start --nodes 3.',
      ),
    );
  return findings.length > 0 ? findings : [ok(`${nodes.length} nodes, all ready`)];
};
