import { ApiException, KubeConfig } from '@kubernetes/client-node';
import { untranslated } from '@persistence-lab/language';
import { expect, it } from 'vitest';
import { withClusterErrors } from './action-errors.ts';

it('passes arguments and results through, and turns a rejection into a ClusterError', async () => {
  const actions = {
    hello: async (name: string) => `hello ${name}`,
    forbid: (node: string) => Promise.reject(new ApiException(403, '', { message: `no ${node} for you` }, {})),
  };
  const descriptions = {
    hello: (name: string) => untranslated(`Saying hello to ${name}`),
    forbid: (node: string) => untranslated(`Cordoning ${node}`),
  };
  const { hello, forbid } = withClusterErrors(new KubeConfig(), actions, descriptions);
  expect(await hello('ana')).toBe('hello ana');
  await expect(forbid('node-1')).rejects.toMatchObject({
    code: 'forbidden',
    message: 'Cordoning node-1: not allowed: no node-1 for you; ask for that permission or choose another context.',
  });
});
