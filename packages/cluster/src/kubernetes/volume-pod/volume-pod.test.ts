import { expect, it } from 'vitest';
import { volumePod } from './volume-pod.ts';

const pod = volumePod('bench', { storageClass: 'fast', program: 'work()', argument: (folder) => `in ${folder}` });

it('gives the program a volume of the class, and its path as the last argument', () => {
  const [container] = pod.spec!.containers;
  const [mount] = container!.volumeMounts!;
  const claim = pod.spec!.volumes![0]!.ephemeral!.volumeClaimTemplate!.spec;
  expect(claim.storageClassName).toBe('fast');
  expect(claim.resources!.requests).toEqual({ storage: '1Gi' });
  expect(container!.command!.slice(-2)).toEqual(['work()', `in ${mount!.mountPath}`]);
});

// https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
it('conforms to the restricted level of Pod Security', () => {
  const [container] = pod.spec!.containers;
  expect(pod.spec!.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container!.securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
  });
});
