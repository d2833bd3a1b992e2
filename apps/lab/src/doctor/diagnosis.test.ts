import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { untranslated } from '@persistence-lab/language';
import { renderDiagnosis } from './diagnosis.ts';
import { findingsAsJson, ok, problem, warning } from './finding.ts';

const findings = [
  ok(untranslated('Kubernetes v1.33.1')),
  warning({ en: 'There is only one node.', 'pt-BR': 'Há um único nó.' }, untranslated('minikube start --nodes 3')),
  problem(
    {
      en: 'The lab is not deployed, and this sentence is so long that it does not fit into one line.',
      'pt-BR': 'O laboratório não está implantado.',
    },
    { en: 'Deploy it.', 'pt-BR': 'Implante-o.' },
  ),
];

describe('renderDiagnosis', () => {
  it('shows the level before each finding and the remedy below, in 80 columns', () => {
    expect(renderDiagnosis('Cluster test', findings, { colour: false, language: 'en' })).toMatchInlineSnapshot(`
      "Cluster test

      ok       Kubernetes v1.33.1
      warning  There is only one node.
               -> minikube start --nodes 3
      PROBLEM  The lab is not deployed, and this sentence is so long that it does not
               fit into one line.
               -> Deploy it.

      1 problem, 1 warning, 1 ok"
    `);
  });

  it('renders the findings in Portuguese', () => {
    expect(renderDiagnosis('Cluster test', findings, { colour: false, language: 'pt-BR' })).toMatchInlineSnapshot(`
      "Cluster test

      ok        Kubernetes v1.33.1
      aviso     Há um único nó.
                -> minikube start --nodes 3
      PROBLEMA  O laboratório não está implantado.
                -> Implante-o.

      1 problema, 1 aviso, 1 ok"
    `);
  });

  it('renders the same text with colours', () => {
    const coloured = renderDiagnosis('Cluster test', findings, { colour: true, language: 'en' });
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(
      renderDiagnosis('Cluster test', findings, { colour: false, language: 'en' }),
    );
  });

  it('makes control characters from the cluster visible', () => {
    const hostile = [problem(untranslated('\u001b[31m'), untranslated('\u0007'))];
    expect(renderDiagnosis('\u001b[2J', hostile, { colour: false, language: 'en' })).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('findingsAsJson', () => {
  it('has strings in the chosen language', () => {
    expect(findingsAsJson(findings.slice(0, 2), 'pt-BR')).toEqual([
      { level: 'ok', what: 'Kubernetes v1.33.1', remedy: null },
      { level: 'warning', what: 'Há um único nó.', remedy: 'minikube start --nodes 3' },
    ]);
  });
});
