import { untranslated } from '@persistence-lab/language';
import { describe, expect, it } from 'vitest';
import { attributesOf, neededPermissions } from './permissions.ts';

const permission = (resource: string, namespace: string | null = null) => ({
  verb: 'patch',
  resource,
  namespace,
  neededFor: untranslated(''),
});

describe('attributesOf', () => {
  it('splits group, resource and subresource', () => {
    expect(attributesOf(permission('deployments.apps/scale', 'lab'))).toEqual({
      verb: 'patch',
      group: 'apps',
      resource: 'deployments',
      subresource: 'scale',
      namespace: 'lab',
    });
    expect(attributesOf(permission('leases.coordination.k8s.io')).group).toBe('coordination.k8s.io');
  });

  it('omits subresource and namespace where there are none', () => {
    expect(attributesOf(permission('nodes'))).toEqual({ verb: 'patch', group: '', resource: 'nodes' });
  });
});

describe('neededPermissions', () => {
  it('asks for pods in every namespace, for the record of a run only in the first', () => {
    const asked = neededPermissions(['home', 'other']).map(
      ({ verb, resource, namespace }) => `${verb} ${resource} in ${namespace}`,
    );
    expect(asked).toContain('delete pods in home');
    expect(asked).toContain('delete pods in other');
    expect(asked).toContain('update configmaps in home');
    expect(asked).not.toContain('update configmaps in other');
    expect(asked).toContain('patch nodes in null');
  });

  it('contains no duplicates', () => {
    const asked = neededPermissions(['home']).map(({ verb, resource, namespace }) =>
      [verb, resource, namespace].join(),
    );
    expect(new Set(asked).size).toBe(asked.length);
  });
});
