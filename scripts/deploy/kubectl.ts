import { capture, type Outcome } from './run-command.ts';
import { ScriptError } from './script-error.ts';

export interface Kubectl {
  /** Runs kubectl in the chosen context; rejects with what it said when it fails. */
  (args: string[], input?: string): Promise<string>;
  /** The same, and leaves it to the caller what a failure means. */
  attempt(args: string[], input?: string): Promise<Outcome>;
  /** As given by `--context`. */
  readonly context: string | undefined;
}

/** kubectl on PATH, in a context that answers. */
export async function checkKubectl(context: string | undefined, signal?: AbortSignal): Promise<Kubectl> {
  const chosen = context === undefined ? [] : ['--context', context];
  const attempt = (args: string[], input?: string) =>
    capture('kubectl', [...chosen, ...args], { signal, ...(input !== undefined && { input }) });
  const run = async (args: string[], input?: string) => {
    const { code, stdout, stderr } = await attempt(args, input);
    if (code !== 0) throw new ScriptError(`kubectl ${args.slice(0, 2).join(' ')}: ${stderr.trim()}`);
    return stdout;
  };
  const { code, stderr } = await attempt(['version', '--request-timeout=10s', '--output=json']);
  if (code === null)
    throw new ScriptError('kubectl was not found on PATH; install it: https://kubernetes.io/docs/tasks/tools/');
  if (code !== 0)
    throw new ScriptError(
      `The cluster does not answer: ${stderr.trim().split('\n').at(-1)}\nStart one (for example: minikube start) or choose another: --context NAME.`,
    );
  return Object.assign(run, { attempt, context });
}
