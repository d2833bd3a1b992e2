import { formatDuration, untranslated, type Text } from '@persistence-lab/language';
import { isHidden, ok, problem, warning, type Check, type Finding } from '../finding.ts';

const oldest = { major: 1, minor: 30 };

/** The manifests use `preStop.sleep`, which is on by default from 1.30. */
export const checkVersion: Check = ({ version }) => {
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const name = `Kubernetes ${version}`;
  if (major === undefined)
    return [
      warning(
        { en: `${name}: not a readable version`, 'pt-BR': `${name}: não é uma versão legível` },
        { en: 'Check that it is 1.30 or later.', 'pt-BR': 'Confira se é 1.30 ou posterior.' },
      ),
    ];
  const isOld = Number(major) < oldest.major || (Number(major) === oldest.major && Number(minor) < oldest.minor);
  if (!isOld) return [ok(untranslated(name))];
  return [
    problem(
      { en: `${name} is older than 1.30`, 'pt-BR': `${name} é mais antigo que 1.30` },
      {
        en: 'Upgrade the cluster, or create another one: minikube start --kubernetes-version=v1.33.1.',
        'pt-BR': 'Atualize o cluster ou crie outro: minikube start --kubernetes-version=v1.33.1.',
      },
    ),
  ];
};

/** Several nodes, all ready and without pressure. checkLeftovers reports cordons. */
export const checkNodes: Check = (survey) => {
  const { nodes } = survey;
  if (nodes.length === 0) return [noNodes(isHidden(survey, 'nodes'))];
  const findings = nodes.flatMap(({ name, ready, pressures }) => [
    ...(ready ? [] : [notReady(name)]),
    ...(pressures.length === 0 ? [] : [underPressure(name, pressures)]),
  ]);
  if (nodes.length === 1)
    findings.push(
      warning(
        {
          en: 'There is only one node: a drain or a failure of it blocks everything, and nothing can move.',
          'pt-BR': 'Há um único nó: um drain ou uma falha dele bloqueia tudo, e nada pode mudar de nó.',
        },
        {
          en: 'For the movement events, create a cluster of three nodes: minikube start --nodes 3.',
          'pt-BR': 'Para os eventos de movimentação, crie um cluster de três nós: minikube start --nodes 3.',
        },
      ),
    );
  if (findings.length > 0) return findings;
  return [ok({ en: `${nodes.length} nodes, all ready`, 'pt-BR': `${nodes.length} nós, todos prontos` })];
};

function noNodes(hidden: boolean): Finding {
  const reason: Text = hidden
    ? { en: 'because they may not be listed', 'pt-BR': 'porque não é permitido listá-los' }
    : { en: 'because there are none', 'pt-BR': 'porque não existe nenhum' };
  return problem(
    { en: `No nodes are seen, ${reason.en}.`, 'pt-BR': `Nenhum nó aparece, ${reason['pt-BR']}.` },
    { en: 'Use a context that may list nodes.', 'pt-BR': 'Use um contexto que possa listar nós.' },
  );
}

const notReady = (name: string): Finding =>
  problem(
    { en: `${name} is not ready.`, 'pt-BR': `${name} não está pronto.` },
    {
      en: `Start it, or delete it from the cluster: kubectl describe node ${name} shows the reason.`,
      'pt-BR': `Ligue o nó ou exclua-o do cluster: kubectl describe node ${name} mostra o motivo.`,
    },
  );

const underPressure = (name: string, pressures: readonly string[]): Finding =>
  problem(
    {
      en: `${name} is under ${pressures.join(' and ')}: it evicts pods.`,
      'pt-BR': `${name} está sob ${pressures.join(' e ')}: ele despeja Pods.`,
    },
    {
      en: `Free what it lacks: kubectl describe node ${name} shows details.`,
      'pt-BR': `Libere o recurso que falta: kubectl describe node ${name} mostra os detalhes.`,
    },
  );

const tolerance = 3_000; // the API server gives whole seconds
const renewal = 10_000; // of a kubelet's lease: https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats
const synchronize: Text = {
  en: 'Synchronize the clocks of all machines: timedatectl set-ntp true, or restart the virtual machine.',
  'pt-BR': 'Sincronize o relógio de todas as máquinas: timedatectl set-ntp true, ou reinicie a máquina virtual.',
};

/** With clocks that differ, times of this machine and of the cluster cannot be compared. */
export const checkClock: Check = ({ clockAheadMs, askedAt, nodes }) => {
  const findings: Finding[] = [];
  if (clockAheadMs !== null && Math.abs(clockAheadMs) > tolerance) {
    const by = offset(clockAheadMs);
    findings.push(
      warning(
        {
          en: `The API server's clock is ${by.en} that of this machine.`,
          'pt-BR': `O relógio do servidor de API está ${by['pt-BR']} ao desta máquina.`,
        },
        synchronize,
      ),
    );
  }
  for (const { name, ready, leaseRenewedAt } of nodes) {
    if (!ready || leaseRenewedAt === null) continue;
    const ahead = leaseRenewedAt - askedAt;
    // a small lag may also be a late heartbeat
    if (ahead <= tolerance && ahead >= -(2 * renewal + tolerance)) continue;
    const by = offset(ahead);
    findings.push(
      warning(
        {
          en: `The last heartbeat of ${name} is ${by.en} the API server's clock.`,
          'pt-BR': `O último heartbeat de ${name} está ${by['pt-BR']} ao relógio do servidor de API.`,
        },
        synchronize,
      ),
    );
  }
  if (findings.length > 0 || clockAheadMs === null) return findings;
  return [
    ok({ en: 'The clocks agree within a few seconds', 'pt-BR': 'Os relógios coincidem, com poucos segundos de folga' }),
  ];
};

function offset(ahead: number): Text {
  const duration = (language: keyof Text) => formatDuration(Math.abs(ahead), language);
  return {
    en: `${duration('en')} ${ahead > 0 ? 'ahead of' : 'behind'}`,
    'pt-BR': `${duration('pt-BR')} ${ahead > 0 ? 'adiantado em relação' : 'atrasado em relação'}`,
  };
}
