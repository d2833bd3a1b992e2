import { untranslated, UserError } from '@persistence-lab/language';
import { capture, type Outcome } from './run-program.ts';

export interface Kubectl {
  /** Runs kubectl in the chosen context and gives its output. @throws UserError with its error output */
  (args: string[], input?: string): Promise<string>;
  /** The same, without an error when kubectl fails. */
  attempt(args: string[], input?: string): Promise<Outcome>;
  /** The value of `--context`. */
  readonly context: string | undefined;
}

/** @throws UserError when kubectl is not on PATH, or the cluster of the context does not answer */
export async function checkKubectl(context: string | undefined, signal?: AbortSignal): Promise<Kubectl> {
  const chosen = context === undefined ? [] : ['--context', context];
  const attempt = (args: string[], input?: string) =>
    capture('kubectl', [...chosen, ...args], { signal, ...(input !== undefined && { input }) });
  const run = async (args: string[], input?: string) => {
    const { code, stdout, stderr } = await attempt(args, input);
    if (code !== 0) throw new UserError(untranslated(`kubectl ${args.slice(0, 2).join(' ')}: ${stderr.trim()}`));
    return stdout;
  };
  const { code, stderr } = await attempt(['version', '--request-timeout=10s', '--output=json']);
  if (code === null)
    throw new UserError({
      en: 'kubectl is not on PATH. Install it: https://kubernetes.io/docs/tasks/tools/',
      'pt-BR': 'O kubectl não está no PATH. Instale-o: https://kubernetes.io/pt-br/docs/tasks/tools/',
    });
  if (code !== 0) {
    const reason = stderr.trim().split('\n').at(-1);
    throw new UserError({
      en: `The cluster does not answer: ${reason}\nStart a cluster (for example: minikube start), or choose another with --context <name>.`,
      'pt-BR': `O cluster não responde: ${reason}\nInicie um cluster (por exemplo: minikube start), ou escolha outro com --context <nome>.`,
    });
  }
  return Object.assign(run, { attempt, context });
}
