import { minikubeProfile } from './builder.ts';
import type { Kubectl } from './kubectl.ts';
import type { Overlay } from './overlay.ts';

/** Prints, service by service, the command that makes it reachable from this machine. */
export async function printHowToReach(kubectl: Kubectl, { objects }: Overlay): Promise<void> {
  const profile = await minikubeProfile(kubectl);
  const services = objects.filter(
    ({ kind, metadata, spec }) =>
      kind === 'Service' && metadata.labels?.['app.kubernetes.io/component'] === 'api' && spec?.clusterIP !== 'None', // a headless one only names the pods of a StatefulSet
  );
  const context = kubectl.context === undefined ? '' : ` --context ${kubectl.context}`;
  console.log('\nEverything is ready. Each of these makes one service reachable:');
  services.forEach(({ metadata: { name, namespace = 'default' } }, index) => {
    const port = 9001 + index;
    console.log(
      profile === undefined
        ? `  kubectl${context} -n ${namespace} port-forward service/${name} ${port}:80   # http://localhost:${port}`
        : `  minikube -p ${profile} service -n ${namespace} ${name} --url`,
    );
  });
}
