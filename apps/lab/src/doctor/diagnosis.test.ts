import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { renderDiagnosis } from './diagnosis.ts';
import { ok, problem, warning } from './finding.ts';

const findings = [
  ok('Kubernetes v1.33.1'),
  warning('There is one node only.', 'minikube start --nodes 3'),
  problem('The lab is not deployed, and this sentence is so long that it does not fit into one line.', 'Deploy it.'),
];

describe('renderDiagnosis', () => {
  it('shows a word for each level and what to do below, in 80 columns', () => {
    expect(renderDiagnosis('Cluster test', findings, false)).toMatchInlineSnapshot(`
      "Cluster test

      ok       Kubernetes v1.33.1
      warning  There is one node only.
               -> minikube start --nodes 3
      PROBLEM  The lab is not deployed, and this sentence is so long that it does not
               fit into one line.
               -> Deploy it.

      1 problem, 1 warning, 1 ok"
    `);
  });

  it('says the same with colours', () => {
    const coloured = renderDiagnosis('Cluster test', findings, true);
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(renderDiagnosis('Cluster test', findings, false));
  });

  it('lets nothing that a cluster says steer the terminal', () => {
    expect(renderDiagnosis('\u001b[2J', [problem('\u001b[31m', '\u0007')], false)).not.toMatch(/[^\P{C}\n]/u);
  });
});
