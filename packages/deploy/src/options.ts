import { createCommand, parse, UsageError } from '@persistence-lab/command-line';
import { parseDuration } from '@persistence-lab/config';
import type { Language, Text } from '@persistence-lab/language';

export interface DeployOptions {
  readonly overlay: string;
  readonly context: string | undefined;
  readonly build: boolean;
  readonly buildCommand: string | undefined;
  readonly loadCommand: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

export const overlayHelp: Text = {
  en: 'Folder in k8s/overlays (minikube, multi-node), or the path of another kustomization',
  'pt-BR': 'Pasta em k8s/overlays (minikube, multi-node), ou o caminho de outra kustomization',
};
export const contextHelp: Text = {
  en: 'Kubeconfig context (default: the current one)',
  'pt-BR': 'Contexto do kubeconfig (padrão: o atual)',
};

const texts = {
  description: {
    en: 'Build the images, load them into the cluster, apply the overlay, wait until everything is ready, and print how to reach the services. Running it again restarts only what changed.',
    'pt-BR':
      'Constrói as imagens, carrega-as no cluster, aplica o overlay, espera até que tudo esteja pronto e mostra como acessar os serviços. Executado de novo, reinicia só o que mudou.',
  },
  noBuild: {
    en: 'Do not build images: the cluster has them already',
    'pt-BR': 'Não constrói imagens: o cluster já as tem',
  },
  buildCommand: {
    en: 'Command that builds one image (default: docker, podman or buildah, the first that works)',
    'pt-BR': 'Comando que constrói uma imagem (padrão: docker, podman ou buildah, o primeiro que funcionar)',
  },
  loadCommand: {
    en: 'Command that loads one image into the nodes (default: that of minikube, kind or k3d)',
    'pt-BR': 'Comando que carrega uma imagem nos nós (padrão: o do minikube, kind ou k3d)',
  },
  timeout: {
    en: 'How long to wait until everything is ready',
    'pt-BR': 'Quanto tempo esperar até que tudo esteja pronto',
  },
  placeholders: {
    en: `
The shell runs each command once per image, in the project's folder, with these placeholders filled in:
  {image}    name in the overlay: persistence-lab/notes-api:dev
  {file}     path of the Dockerfile
  {context}  folder to build from
  {target}   target in the Dockerfile
  {archive}  temporary file for the image
Example: --build-command 'nerdctl build -t {image} -f {file} --target {target} {context}'`,
    'pt-BR': `
O shell executa cada comando uma vez por imagem, na pasta do projeto, com estes valores preenchidos:
  {image}    nome no overlay: persistence-lab/notes-api:dev
  {file}     caminho do Dockerfile
  {context}  pasta a partir da qual construir
  {target}   alvo (target) no Dockerfile
  {archive}  arquivo temporário para a imagem
Exemplo: --build-command 'nerdctl build -t {image} -f {file} --target {target} {context}'`,
  },
} satisfies Record<string, Text>;

/** @throws UsageError */
export function readOptions(args: readonly string[], language: Language): DeployOptions {
  const command = createCommand('npm run deploy --', texts.description[language], language)
    .argument('<overlay>', overlayHelp[language])
    .option('--context <name>', contextHelp[language])
    .option('--no-build', texts.noBuild[language])
    .option('--build-command <command>', texts.buildCommand[language])
    .option('--load-command <command>', texts.loadCommand[language])
    .option('--timeout <duration>', texts.timeout[language], '5m')
    .addHelpText('after', texts.placeholders[language]);
  const [overlay] = parse(command, args).args;
  const options = command.opts<Omit<DeployOptions, 'overlay' | 'timeout'> & { timeout: string }>();
  return { ...options, overlay: overlay!, timeout: readTimeout(options.timeout) };
}

function readTimeout(text: string): number {
  const timeout = parseDuration(text);
  if (timeout !== undefined) return timeout;
  throw new UsageError({
    en: `--timeout: expected a duration such as 90s or 5m, got "${text}".`,
    'pt-BR': `--timeout: esperada uma duração como 90s ou 5m, recebido "${text}".`,
  });
}
