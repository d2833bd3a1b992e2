import { join } from 'node:path';
import type { LocalCluster } from '@persistence-lab/cluster/local';
import { formatTable } from '@persistence-lab/command-line';
import type { Language, Text } from '@persistence-lab/language';
import type { StartOptions } from './options.ts';
import type { Subjects } from './subjects.ts';

const header: Record<Language, readonly string[]> = {
  en: ['subject', 'port', 'kind', 'pod', 'node'],
  'pt-BR': ['alvo', 'porta', 'tipo', 'pod', 'nó'],
};
const database: Text = { en: 'database', 'pt-BR': 'banco de dados' };

/** What runs where, and commands to try. */
export function describeRun(cluster: LocalCluster, { services }: Subjects, options: StartOptions): Text {
  const [files, , , uploads] = services.map(({ port }) => `http://127.0.0.1:${port}`);
  const nodes = cluster.nodes().length;
  const table = (language: Language) =>
    formatTable([header[language], ...rowsOf(cluster, services, language)])
      .map((line) => `  ${line}`)
      .join('\n');
  const commands = `
  curl -i ${files}/v1/notes -H 'content-type: application/json' -d '{"title":"First","text":"Do you survive?"}'
  curl ${files}/v1/notes
  curl -F file=@package.json ${uploads}/v1/files
  npm run lab -- notes ${files}
`;
  const experiment = '\n  npm run lab -- run --driver local\n';
  const logs = join(options.data, 'logs');
  return {
    en: `
A simulated Kubernetes cluster of ${nodes} nodes: processes and folders of this machine.

${table('en')}

${cluster.unavailable.map(({ en }) => `${en} Or set REDIS_URL to one that runs.\n\n`).join('')}All ports listen on 127.0.0.1. Port ${options.portBase} is reserved for the console, which this version does not have.

Try it:
${commands}
To see what else Kubernetes does to data, and what survives, on another simulated cluster:
${experiment}
Logs: ${logs}. Ctrl-C stops everything and keeps the data for the next start.`,
    'pt-BR': `
Um cluster Kubernetes simulado de ${nodes} nós: processos e pastas desta máquina.

${table('pt-BR')}

${cluster.unavailable.map((reason) => `${reason['pt-BR']} Ou defina REDIS_URL para usar um que está em execução.\n\n`).join('')}Todas as portas escutam em 127.0.0.1. A porta ${options.portBase} é reservada para o console, que esta versão não tem.

Experimente:
${commands}
Para ver o que mais o Kubernetes faz com os dados, e o que sobrevive, em outro cluster simulado:
${experiment}
Logs: ${logs}. Ctrl-C encerra tudo e guarda os dados para a próxima execução.`,
  };
}

function rowsOf(cluster: LocalCluster, services: Subjects['services'], language: Language): string[][] {
  const portOf = new Map(services.map(({ subject, port }) => [subject, String(port)]));
  return cluster
    .workloads()
    .toSorted((a, b) => a.component.localeCompare(b.component))
    .flatMap((workload) =>
      cluster
        .replicas(workload)
        .map(({ name, node }) => [
          workload.component === 'api' ? workload.name : database[language],
          portOf.get(workload.name) ?? '',
          workload.kind ?? '',
          name,
          node ?? '',
        ]),
    );
}
