import type { LocalOptions, ServicePort } from '@persistence-lab/cluster/local';

export interface Subjects extends Pick<LocalOptions, 'kinds' | 'externalRedis'> {
  readonly services: readonly ServicePort[];
}

/** The subjects of `npm start` and their ports; the first port is reserved for the console. */
export function chooseSubjects(portBase: number, environment = process.env): Subjects {
  const { REDIS_URL, REDIS_PASSWORD } = environment;
  const redis = REDIS_URL ? 'redis' : 'redis-always';
  const names = ['notes-pvc', 'notes-postgres', `notes-${redis}`, 'uploader-pvc'];
  return {
    kinds: ['pvc', 'postgres', redis],
    services: names.map((subject, index) => ({ subject, port: portBase + 1 + index })),
    ...(REDIS_URL ? { externalRedis: { url: REDIS_URL, password: REDIS_PASSWORD } } : {}),
  };
}
