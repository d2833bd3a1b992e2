import { describe, expect, it } from 'vitest';
import { failed } from './bench-folder.ts';
import { renderBenchmarkPage } from './picture.ts';
import { renderBenchmarks, renderFigures } from './render.ts';
import { benchmarkOf, measurementOf } from './test-support/benchmark.ts';

const slow = measurementOf({ fsync: { samples: 200, p50: 6.2, p99: 41.3, max: 250 } });

describe('renderBenchmarks', () => {
  it('shows volumes side by side, with remarks on the figures', () => {
    const text = renderBenchmarks(
      [
        benchmarkOf('/var/tmp'),
        benchmarkOf('/var/tmp', { by: 'fio' }),
        benchmarkOf('standard', { node: 'node-2', measurement: slow }),
        failed('nfs', 'probe', 'its pod did not start within 60 s'),
      ],
      'en',
    );
    expect(text).toMatchInlineSnapshot(`
      "volume    by     fsync p50    p99     max  write  read  4k write  4k read
      /var/tmp  probe       0.41   3.56   16.70    885   621      7340     7108
      /var/tmp  fio         0.41   3.56   16.70    885   621      7340     7108
      standard  probe       6.20  41.30  250.00    885   621      7340     7108
      nfs       probe          -      -       -      -     -         -        -

      fsync in ms; write, read in MiB/s (blocks of 1 MiB); 4k in operations a second.
      /var/tmp: fsync p99 3.56 ms is within the 10 ms that etcd asks for
      (https://etcd.io/docs/v3.5/faq/)
      /var/tmp (fio): fsync p99 3.56 ms is within the 10 ms that etcd asks for
      (https://etcd.io/docs/v3.5/faq/)
      standard on node-2: fsync p99 41.30 ms is beyond the 10 ms that etcd asks for
      (https://etcd.io/docs/v3.5/faq/)
      nfs: could not be measured: its pod did not start within 60 s
      "
    `);
  });

  it('warns about figures that the page cache has improved', () => {
    const text = renderBenchmarks(
      [benchmarkOf('/mnt', { measurement: measurementOf({ direct: 'the file system refuses O_DIRECT (EINVAL)' }) })],
      'en',
    );
    expect(text.replaceAll('\n', ' ')).toContain(
      'the page cache helped, as the file system refuses O_DIRECT (EINVAL): throughputs are those of memory',
    );
  });

  it('makes control characters in names visible', () => {
    expect(renderBenchmarks([benchmarkOf('\u001b[2J')], 'en')).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('figures in Portuguese', () => {
  const figures = {
    volumes: [benchmarkOf('standard', { node: 'node-2', measurement: slow }), failed('nfs', 'probe', 'sem espaço')],
    notes: [
      { subject: 'notes-pvc', node: 'node-1', notesPerSecond: 1_234.4, couldNotRun: null },
      { subject: 'notes-nfs', node: null, notesPerSecond: null, couldNotRun: 'nenhuma réplica está pronta' },
    ],
  };

  it('are rendered as a table with decimal commas, and remarks', () => {
    expect(renderFigures(figures, 'pt-BR')).toMatchInlineSnapshot(`
      "volume    por    fsync p50    p99    máx.  grav.  leit.  4k grav.  4k leit.
      standard  probe       6,20  41,30  250,00    885    621      7340      7108
      nfs       probe          -      -       -      -      -         -         -

      fsync em ms; gravação, leitura em MiB/s (blocos de 1 MiB); 4k em operações por
      segundo.
      standard em node-2: fsync p99 de 41,30 ms está acima dos 10 ms que o etcd pede
      (https://etcd.io/docs/v3.5/faq/)
      nfs: não foi possível medir: sem espaço

      notes-pvc em node-1: 1.234 notas confirmadas por segundo
      notes-nfs: não foi possível medir: nenhuma réplica está pronta

      Por 16 escritores em paralelo, pelo servidor de API: compare só entre si.
      "
    `);
  });

  it('are rendered as a page', () => {
    const page = renderBenchmarkPage(figures, 'pt-BR');
    expect(page).toContain('<html lang="pt-BR">');
    expect(page).toContain('Leitura aleatória de 4k');
    expect(page).toContain('notes-pvc em node-1: 1.234 notas confirmadas por segundo');
  });
});

describe('renderBenchmarkPage', () => {
  it('draws every volume in every chart, and the limit of etcd in that of fsync p99', () => {
    const page = renderBenchmarkPage(
      {
        volumes: [benchmarkOf('/a'), benchmarkOf('/b'), failed('/c', 'probe', 'it is read-only')],
        notes: [],
      },
      'en',
    );
    expect([...page.matchAll(/<rect /g)]).toHaveLength(2 * 6);
    expect([...page.matchAll(/<line class="mark"/g)]).toHaveLength(1);
    expect(page).toContain('/c: could not be measured: it is read-only');
  });

  it('escapes names', () => {
    expect(renderBenchmarkPage({ volumes: [benchmarkOf('"><script>')], notes: [] }, 'en')).not.toContain('<script');
  });
});
