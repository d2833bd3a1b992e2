import { expect, it } from 'vitest';
import { nodePower, powerCommand } from './node-power.ts';

it('says off and on, or what the template says for them', () => {
  expect(powerCommand('ipmi {node} {action}', 'node-1', 'off')).toBe('ipmi node-1 off');
  expect(powerCommand('vm {action:kill|start} {node}', 'node-1', 'off')).toBe('vm kill node-1');
  expect(powerCommand('vm {action:kill|start} {node}', 'node-1', 'on')).toBe('vm start node-1');
});

it('refuses a template with a word that it does not know', () => {
  expect(() => powerCommand('vm {verb} {node}', 'node-1', 'on')).toThrow('{verb}');
});

it('is none without a template', () => {
  expect(nodePower('')).toBeUndefined();
});
