import { counted, type Text } from '@persistence-lab/language';
import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

const deployCommands: Text = {
  en: 'npm run deploy -- minikube, or npm run deploy -- multi-node',
  'pt-BR': 'npm run deploy -- minikube ou npm run deploy -- multi-node',
};

/** The namespaces exist, and every workload in them is ready. */
export const checkDeployed: Check = (survey) => {
  const { namespaces, workloads, pods } = survey;
  const missing = namespaces.filter(({ exists }) => exists === false).map(({ name }) => name);
  const running = workloads.filter(({ component }) => component !== 'job');
  if (running.length === 0) return isHidden(survey, 'deployments.apps', 'statefulsets.apps') ? [] : [notDeployed];
  const unready = running.filter(({ rolledOut }) => !rolledOut).map(({ name }) => name);
  const stuck = pods.flatMap(({ name, waiting }) => (waiting.length > 0 ? [`${name} (${waiting.join(', ')})`] : []));
  const findings: Finding[] = [];
  if (missing.length > 0)
    findings.push(
      warning(
        {
          en: `There is no namespace ${missing.join(' or ')}: its subjects are left out.`,
          'pt-BR': `Não existe o namespace ${missing.join(' nem ')}: os alvos dele ficam de fora.`,
        },
        { en: `Deploy them too: ${deployCommands.en}.`, 'pt-BR': `Implante-os também: ${deployCommands['pt-BR']}.` },
      ),
    );
  if (unready.length > 0) findings.push(notReady([...unready, ...stuck].join(', ')));
  if (findings.length > 0) return findings;
  const count = counted(running.length, { en: ['workload', 'workloads'], 'pt-BR': ['workload', 'workloads'] });
  return [
    ok({
      en: `The lab is deployed: ${count.en}, all ready`,
      'pt-BR': `O laboratório está implantado: ${count['pt-BR']}, com tudo pronto`,
    }),
  ];
};

const notDeployed = problem(
  { en: 'The lab is not deployed.', 'pt-BR': 'O laboratório não está implantado.' },
  { en: `Deploy it: ${deployCommands.en}.`, 'pt-BR': `Implante-o: ${deployCommands['pt-BR']}.` },
);

const notReady = (names: string): Finding =>
  problem(
    { en: `Not ready: ${names}.`, 'pt-BR': `Não estão prontos: ${names}.` },
    {
      en: 'Find out why: kubectl get pods -A -l app.kubernetes.io/part-of=persistence-lab, then kubectl describe pod on one of them.',
      'pt-BR':
        'Descubra o motivo: kubectl get pods -A -l app.kubernetes.io/part-of=persistence-lab e depois kubectl describe pod em um deles.',
    },
  );

/** Changes that an earlier run, or a user, has left in the cluster. */
export const checkLeftovers: Check = (survey) => {
  const { openRun, nodes, workloads } = survey;
  const findings: Finding[] = [];
  if (openRun)
    findings.push(
      problem(
        {
          en: `A run of ${openRun.by}, started at ${openRun.startedAt}, is open: no other run can start.`,
          'pt-BR': `Uma execução de ${openRun.by}, iniciada em ${openRun.startedAt}, está aberta: nenhuma outra pode começar.`,
        },
        {
          en: 'If it is no longer running: npx lab restore.',
          'pt-BR': 'Se ela não está mais em andamento: npx lab restore.',
        },
      ),
    );
  const cordoned = nodes.filter((node) => node.cordoned).map(({ name }) => name);
  if (cordoned.length > 0) {
    const uncordon = `kubectl uncordon ${cordoned.join(' ')}`;
    const names = cordoned.join(', ');
    findings.push(
      warning(
        {
          en: `Cordoned, so no pod is scheduled there: ${names}.`,
          'pt-BR': `Isolados (cordon), portanto nenhum Pod é alocado ali: ${names}.`,
        },
        { en: `Make them schedulable: ${uncordon}`, 'pt-BR': `Libere-os para alocação: ${uncordon}` },
      ),
    );
  }
  // runs do not scale uploaders, the only workloads that may be deployed with several replicas
  const scaled = workloads.filter(
    ({ app, component, desiredReplicas }) => component !== 'job' && app !== 'uploader' && desiredReplicas !== 1,
  );
  findings.push(...scaled.map(isScaled));
  const mayReadRun = !survey.denied.some(({ verb, resource }) => verb === 'get' && resource === 'configmaps');
  const isComplete = mayReadRun && !isHidden(survey, 'nodes', 'deployments.apps', 'statefulsets.apps');
  if (findings.length > 0 || !isComplete) return findings;
  return [ok({ en: 'Nothing is left of earlier runs', 'pt-BR': 'Não há sobras de execuções anteriores' })];
};

function isScaled(workload: { name: string; namespace: string; desiredReplicas: number }): Finding {
  const { name, namespace, desiredReplicas } = workload;
  const scale = `kubectl -n ${namespace} scale --replicas=1`;
  return warning(
    { en: `${name} is scaled to ${desiredReplicas}.`, 'pt-BR': `${name} está com ${desiredReplicas} réplicas.` },
    {
      en: `If this is not intended: ${scale} deployment/${name} (or statefulset/${name}).`,
      'pt-BR': `Se não é intencional: ${scale} deployment/${name} (ou statefulset/${name}).`,
    },
  );
}

const loadImages: Text = {
  en: 'Load them into the cluster: npm run deploy -- OVERLAY does so for every node (--load-command).',
  'pt-BR': 'Carregue-as no cluster: npm run deploy -- OVERLAY faz isso em todos os nós (--load-command).',
};

/** Images that a pod waits for, and images that a node does not report: a pod that moves there needs them. */
export const checkImages: Check = (survey) => {
  const { pods, nodes } = survey;
  const waiting = pods.filter(({ imageMissing }) => imageMissing);
  if (waiting.length > 0) {
    const names = waiting.map(({ name, images }) => `${name} (${images.join(', ')})`).join('; ');
    const what = {
      en: `Pods that cannot get their image: ${names}.`,
      'pt-BR': `Pods que não conseguem obter a própria imagem: ${names}.`,
    };
    return [problem(what, loadImages)];
  }
  const needed = [...new Set(pods.flatMap(({ images }) => images))];
  if (needed.length === 0 || isHidden(survey, 'nodes')) return [];
  const lacking = nodes.flatMap(({ name, images }) => {
    const missing = needed.filter((image) => !images.some((known) => isSame(known, image)));
    return missing.length > 0 ? [`${name}: ${missing.join(', ')}`] : [];
  });
  if (lacking.length === 0)
    return [ok({ en: 'Every node has every image', 'pt-BR': 'Todos os nós têm todas as imagens' })];
  return [
    warning(
      {
        en: `Some nodes do not report images that may be needed there (a node reports at most fifty, so this proves nothing): ${lacking.join('; ')}.`,
        'pt-BR': `Alguns nós não informam imagens que podem ser necessárias ali (um nó informa no máximo cinquenta, portanto isso não prova nada): ${lacking.join('; ')}.`,
      },
      {
        en: `${loadImages.en} Images that a registry serves need nothing.`,
        'pt-BR': `${loadImages['pt-BR']} Imagens disponíveis em um registry não precisam de nada.`,
      },
    ),
  ];
};

/** Nodes report images with registry and library: docker.io/library/redis:8. */
const isSame = (known: string, image: string): boolean => known === image || known.endsWith(`/${image}`);
