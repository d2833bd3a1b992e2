import type { V1Pod } from '@kubernetes/client-node';

export interface VolumeProgram {
  readonly storageClass: string;
  /** TypeScript without imports but Node's own. */
  readonly program: string;
  /** The program's last argument, from the folder that its volume is mounted at. */
  readonly argument: (folder: string) => string;
}

const folder = '/volume';
const image = 'persistence-lab/notes-api:dev'; // has Node.js

/**
 * A pod of the `restricted` level that runs one program on a volume of its own. The claim belongs to the pod and goes with
 * it: https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes
 */
export function volumePod(name: string, { storageClass, program, argument }: VolumeProgram): V1Pod {
  const node = ['node', '--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', program];
  return {
    metadata: {
      name,
      labels: { 'app.kubernetes.io/name': 'lab-bench', 'app.kubernetes.io/part-of': 'persistence-lab' },
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: 180,
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        fsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'bench',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: [...node, argument(folder)],
          resources: {
            requests: { cpu: '100m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
            limits: { memory: '256Mi', 'ephemeral-storage': '64Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          volumeMounts: [{ name: 'volume', mountPath: folder }],
        },
      ],
      volumes: [
        {
          name: 'volume',
          ephemeral: {
            volumeClaimTemplate: {
              spec: {
                accessModes: ['ReadWriteOnce'],
                storageClassName: storageClass,
                resources: { requests: { storage: '1Gi' } },
              },
            },
          },
        },
      ],
    },
  };
}
