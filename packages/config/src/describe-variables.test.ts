import { expect, it } from 'vitest';
import { describeVariables } from './describe-variables.ts';
import { oneOf, port, secret, text } from './kinds.ts';

it('returns one row for each variable, in their order', () => {
  const rows = describeVariables({
    port: port('PORT', { default: 8080, description: 'Port' }),
    store: oneOf('STORE', ['file', 'redis'], { description: 'Store' }),
    name: text('NAME', { optional: true, description: 'Name' }),
    pod: text('POD', { default: 'host-1', defaultNote: 'the host name', description: 'Pod' }),
    password: secret('PASSWORD', { requiredWhen: { STORE: 'redis' }, description: 'Password' }),
  });
  expect(rows).toEqual([
    { name: 'PORT', type: 'port', default: '8080', description: 'Port' },
    { name: 'STORE', type: 'file or redis', default: 'required', description: 'Store' },
    { name: 'NAME', type: 'text', default: 'none', description: 'Name' },
    { name: 'POD', type: 'text', default: 'the host name', description: 'Pod' },
    { name: 'PASSWORD', type: 'secret', default: 'required when STORE is redis', description: 'Password' },
  ]);
});
