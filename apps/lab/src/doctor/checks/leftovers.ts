import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

/** What an earlier run, or somebody, has left changed. */
export const checkLeftovers: Check = (survey) => {
  const { openRun, nodes, workloads } = survey;
  const findings: Finding[] = [];
  if (openRun)
    findings.push(
      problem(
        `A run of ${openRun.by}, begun at ${openRun.startedAt}, is open: no other can begin.`,
        'When it is not running any more: npm run lab -- restore.',
      ),
    );
  const cordoned = nodes.filter((node) => node.cordoned).map(({ name }) => name);
  if (cordoned.length > 0)
    findings.push(
      warning(`Cordoned, so no pod goes there: ${cordoned.join(', ')}.`, `kubectl uncordon ${cordoned.join(' ')}`),
    );
  // a run scales no uploader, and these alone may be deployed with several replicas
  const scaled = workloads.filter(
    ({ app, component, desiredReplicas }) => component !== 'job' && app !== 'uploader' && desiredReplicas !== 1,
  );
  for (const { name, namespace, desiredReplicas } of scaled)
    findings.push(
      warning(
        `${name} is scaled to ${desiredReplicas}.`,
        `When that is not on purpose: kubectl -n ${namespace} scale --replicas=1 deployment/${name} (or statefulset/${name}).`,
      ),
    );
  const mayReadRun = !survey.denied.some(({ verb, resource }) => verb === 'get' && resource === 'configmaps');
  const isAllSeen = mayReadRun && !isHidden(survey, 'nodes', 'deployments.apps', 'statefulsets.apps');
  return findings.length > 0 || !isAllSeen ? findings : [ok('Nothing is left of earlier runs')];
};
