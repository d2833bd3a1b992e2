import { ApiException, KubeConfig } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { explained } from './explained.ts';

it('passes arguments and results through, and makes one sentence of a rejection', async () => {
  const actions = {
    greet: async (name: string) => `hello ${name}`,
    forbid: (node: string) => Promise.reject(new ApiException(403, '', { message: `no ${node} for you` }, {})),
  };
  const doing = { greet: (name: string) => `Greeting ${name}`, forbid: (node: string) => `Cordoning ${node}` };
  const { greet, forbid } = explained(new KubeConfig(), actions, doing);
  expect(await greet('ana')).toBe('hello ana');
  await expect(forbid('node-1')).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Cordoning node-1: not allowed: no node-1 for you; ask for that permission or choose another context.',
  });
});
