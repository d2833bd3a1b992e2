import { describe, expect, it } from 'vitest';
import { eventNames, kindNames } from '@persistence-lab/experiment';
import type { Subject } from '@persistence-lab/cluster';
import { chooseCells, nodeEvents } from './choose-cells.ts';

const subject = (name: string, kind: string, app = 'notes-api'): Subject => ({
  name,
  kind,
  app,
  namespace: 'persistence-lab',
  component: 'api',
  desiredReplicas: 1,
  rolledOut: true,
});
const deployed = [
  subject('notes-pvc', 'pvc'),
  subject('notes-none', 'none'),
  subject('uploader-pvc', 'pvc', 'uploader'),
  subject('notes-cloud', 'some-other-kind'),
];
const names = (cells: ReturnType<typeof chooseCells>) => cells.subjects.map(({ name }) => name);

describe('without a choice', () => {
  it('takes every subject that keeps notes on a known kind, in the order of the kinds', () => {
    expect(names(chooseCells(deployed, {}))).toEqual(['notes-none', 'notes-pvc']);
  });

  it('leaves the nodes alone', () => {
    const { events } = chooseCells(deployed, {});
    expect(events).toEqual(eventNames.filter((name) => !nodeEvents.includes(name)));
  });
});

it('takes every event with --all', () => {
  expect(chooseCells(deployed, { all: true }).events).toEqual(eventNames);
});

it('takes the named ones only, events in their own order', () => {
  const cells = chooseCells(deployed, { kinds: ['pvc'], events: ['node-drain', 'pod-delete'] });
  expect(names(cells)).toEqual(['notes-pvc']);
  expect(cells.events).toEqual(['pod-delete', 'node-drain']);
});

it('tells of kinds that were named and are not deployed', () => {
  expect(chooseCells(deployed, { kinds: ['hostpath', 'pvc'] }).notDeployed).toEqual(['hostpath']);
  expect(chooseCells(deployed, {}).notDeployed).toEqual([]);
  expect(chooseCells(deployed, { kinds: ['none', 'pvc'], subjects: ['notes-pvc'] }).notDeployed).toEqual([]);
});

it.each([
  [{ kinds: ['pcv'] }, `There is no kind "pcv"; there are: ${kindNames.join(', ')}.`],
  [{ events: ['reboot', 'oom'] }, `There is no event "reboot"; there are: ${eventNames.join(', ')}.`],
  [{ subjects: ['notes'] }, 'There is no subject "notes"; there are: notes-pvc, notes-none.'],
  [{ subjects: ['notes-pvc'], kinds: ['none'] }, 'No subject is of that kind and name'],
])('refuses %j, saying what there is', (choice, message) => {
  expect(() => chooseCells(deployed, choice)).toThrow(message);
});

it('says how to get something to try when nothing is deployed', () => {
  expect(() => chooseCells([], {})).toThrow('npm run deploy');
});
