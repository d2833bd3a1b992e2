import type { Print } from '@persistence-lab/command-line';
import { untranslated } from '@persistence-lab/language';
import { minikubeProfile } from './images/builder.ts';
import type { Kubectl } from './kubectl.ts';
import type { Manifest, Overlay } from './overlay.ts';

/** Prints for each service the command that makes it reachable from this machine. */
export async function printEndpoints(kubectl: Kubectl, { objects }: Overlay, print: Print): Promise<void> {
  const profile = await minikubeProfile(kubectl);
  const context = kubectl.context === undefined ? '' : ` --context ${kubectl.context}`;
  print({
    en: '\nEverything is ready. Each of these commands makes one service reachable:',
    'pt-BR': '\nTudo está pronto. Cada um destes comandos torna um serviço acessível:',
  });
  objects.filter(isApi).forEach(({ metadata: { name, namespace = 'default' } }, index) => {
    const port = 9001 + index;
    const command =
      profile === undefined
        ? `kubectl${context} -n ${namespace} port-forward service/${name} ${port}:80   # http://localhost:${port}`
        : `minikube -p ${profile} service -n ${namespace} ${name} --url`;
    print(untranslated(`  ${command}`));
  });
}

/** Not the headless Services: they only name the Pods of a StatefulSet. */
const isApi = ({ kind, metadata, spec }: Manifest) =>
  kind === 'Service' && metadata.labels?.['app.kubernetes.io/component'] === 'api' && spec?.clusterIP !== 'None';
