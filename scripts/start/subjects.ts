import type { LocalOptions, ServicePort } from '@persistence-lab/cluster/local';

export interface Subjects extends Pick<LocalOptions, 'kinds' | 'externalRedis'> {
  readonly services: readonly ServicePort[];
}

/** What runs here and on which port it is to be reached; the first port is the console's. */
export function chooseSubjects(portBase: number, environment = process.env): Subjects {
  const { REDIS_URL, REDIS_PASSWORD } = environment;
  const redis = REDIS_URL ? 'redis' : 'redis-always';
  const names = ['notes-pvc', 'notes-postgres', `notes-${redis}`, 'uploader-pvc'];
  return {
    kinds: ['pvc', 'postgres', redis],
    services: names.map((subject, at) => ({ subject, port: portBase + 1 + at })),
    ...(REDIS_URL ? { externalRedis: { url: REDIS_URL, password: REDIS_PASSWORD } } : {}),
  };
}
