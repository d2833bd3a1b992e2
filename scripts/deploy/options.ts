import { parseDuration } from '@persistence-lab/config';
import { parseArgs } from 'node:util';
import { ScriptError } from './script-error.ts';

export interface DeployOptions {
  readonly overlay: string;
  readonly context: string | undefined;
  readonly build: boolean;
  readonly buildCommand: string | undefined;
  readonly loadCommand: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

const help = `npm run deploy -- OVERLAY [options]

Builds the images, loads them into the cluster of the current context, applies the overlay, waits until
everything is ready and prints how to reach it. Safe to run again: only what changed is restarted.

OVERLAY  a folder under k8s/overlays (minikube, multi-node, ...) or the path of any other kustomization

  --context NAME           a context of the kubeconfig instead of the current one
  --no-build               the images are in the cluster already
  --build-command COMMAND  builds one image; default: docker, podman or buildah, whichever works
  --load-command COMMAND   brings one image to the nodes; default: by the cluster (minikube, kind, k3d)
  --timeout DURATION       how long to wait until everything is ready (default 5m)
  --help

A COMMAND is run by the shell in the project's folder, once an image, with these replaced:
  {image}    persistence-lab/notes-api:dev, as the overlay names it
  {file}     the Dockerfile          {context}  the folder to build from
  {target}   the Dockerfile's target {archive}  a file that goes away afterwards
Example: --build-command 'nerdctl build -t {image} -f {file} --target {target} {context}'`;

/** Reads the command line; `--help` prints and exits. */
export function readOptions(args: string[]): DeployOptions {
  const { values, positionals } = parse(args);
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const [overlay] = positionals;
  if (overlay === undefined || positionals.length > 1)
    throw new ScriptError(`Which overlay? For example: npm run deploy -- minikube\n\n${help}`);
  return {
    overlay,
    context: values.context,
    build: !values['no-build'],
    buildCommand: values['build-command'],
    loadCommand: values['load-command'],
    timeout: readTimeout(values.timeout),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        context: { type: 'string' },
        'no-build': { type: 'boolean', default: false },
        'build-command': { type: 'string' },
        'load-command': { type: 'string' },
        timeout: { type: 'string', default: '5m' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new ScriptError(`${(error as Error).message}\n\n${help}`);
  }
}

function readTimeout(text: string): number {
  const timeout = parseDuration(text);
  if (timeout === undefined) throw new ScriptError(`--timeout ${text}: want a duration such as 90s or 5m`);
  return timeout;
}
