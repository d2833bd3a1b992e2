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

describe('without options', () => {
  it('chooses every subject that stores notes on a known kind, in the order of the kinds', () => {
    expect(names(chooseCells(deployed, {}))).toEqual(['notes-none', 'notes-pvc']);
  });

  it('chooses no node event', () => {
    const { events } = chooseCells(deployed, {});
    expect(events).toEqual(eventNames.filter((name) => !nodeEvents.includes(name)));
  });
});

it('chooses every event with --all', () => {
  expect(chooseCells(deployed, { all: true }).events).toEqual(eventNames);
});

it('chooses only the named ones, with events in their fixed order', () => {
  const cells = chooseCells(deployed, { kinds: ['pvc'], events: ['node-drain', 'pod-delete'] });
  expect(names(cells)).toEqual(['notes-pvc']);
  expect(cells.events).toEqual(['pod-delete', 'node-drain']);
});

it('lists kinds that were named but are not deployed', () => {
  expect(chooseCells(deployed, { kinds: ['hostpath', 'pvc'] }).notDeployed).toEqual(['hostpath']);
  expect(chooseCells(deployed, {}).notDeployed).toEqual([]);
  expect(chooseCells(deployed, { kinds: ['none', 'pvc'], subjects: ['notes-pvc'] }).notDeployed).toEqual([]);
});

it.each([
  [{ kinds: ['pcv'] }, `Unknown kind "pcv". Choose from: ${kindNames.join(', ')}.`],
  [{ events: ['reboot', 'oom'] }, `Unknown event "reboot". Choose from: ${eventNames.join(', ')}.`],
  [{ subjects: ['notes'] }, 'Unknown subject "notes". Choose from: notes-pvc, notes-none.'],
  [{ subjects: ['notes-pvc'], kinds: ['none'] }, 'No subject matches --kinds and --subjects'],
])('rejects %j and lists what exists', (choice, message) => {
  expect(() => chooseCells(deployed, choice)).toThrow(message);
});

it('explains how to deploy subjects when there are none', () => {
  expect(() => chooseCells([], {})).toThrow('npm run deploy');
});
