import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

const toDeploy = 'npm run deploy -- minikube, or npm run deploy -- multi-node';

/** The namespaces, and everything in them ready. */
export const checkDeployed: Check = (survey) => {
  const { namespaces, workloads, pods } = survey;
  const missing = namespaces.filter(({ exists }) => exists === false).map(({ name }) => name);
  const running = workloads.filter(({ component }) => component !== 'job');
  if (running.length === 0 && isHidden(survey, 'deployments.apps', 'statefulsets.apps')) return [];
  if (running.length === 0) return [problem('The lab is not deployed.', `Deploy it: ${toDeploy}.`)];
  const unready = running.filter(({ rolledOut }) => !rolledOut).map(({ name }) => name);
  const stuck = pods.flatMap(({ name, waiting }) => (waiting.length > 0 ? [`${name} (${waiting.join(', ')})`] : []));
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push(
      warning(
        `There is no namespace ${missing.join(' or ')}: its subjects are left out.`,
        `Deploy them too: ${toDeploy}.`,
      ),
    );
  if (unready.length > 0)
    findings.push(
      problem(
        `Not ready: ${[...unready, ...stuck].join(', ')}.`,
        'Look at why: kubectl get pods -A -l app.kubernetes.io/part-of=persistence-lab, then kubectl describe pod on one of them.',
      ),
    );
  return findings.length > 0 ? findings : [ok(`The lab is deployed: ${running.length} workloads, all ready`)];
};
