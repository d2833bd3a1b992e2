import { describe, expect, it } from 'vitest';
import { failed } from './bench-folder.ts';
import { renderBenchmarkPage } from './picture.ts';
import { renderBenchmarks } from './render.ts';
import { benchmarkOf, measurementOf } from './test/benchmark.ts';

const slow = measurementOf({ fsync: { samples: 200, p50: 6.2, p99: 41.3, max: 250 } });

describe('renderBenchmarks', () => {
  it('shows volumes side by side, and what the figures mean', () => {
    const text = renderBenchmarks([
      benchmarkOf('/var/tmp'),
      benchmarkOf('/var/tmp', { by: 'fio' }),
      benchmarkOf('standard', { node: 'node-2', measurement: slow }),
      failed('nfs', 'probe', 'its pod did not begin within 60 s'),
    ]);
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
      nfs: could not be measured: its pod did not begin within 60 s
      "
    `);
  });

  it('says of figures that went through the page cache that they did', () => {
    const text = renderBenchmarks([
      benchmarkOf('/mnt', { measurement: measurementOf({ direct: 'the file system refuses O_DIRECT (EINVAL)' }) }),
    ]);
    expect(text.replaceAll('\n', ' ')).toContain(
      'the page cache helped, as the file system refuses O_DIRECT (EINVAL): throughputs are those of memory',
    );
  });

  it('lets no name steer the terminal', () => {
    expect(renderBenchmarks([benchmarkOf('\u001b[2J')])).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe('renderBenchmarkPage', () => {
  it('draws every volume in every chart, and the line of etcd where it belongs', () => {
    const page = renderBenchmarkPage({
      volumes: [benchmarkOf('/a'), benchmarkOf('/b'), failed('/c', 'probe', 'it is read-only')],
      notes: [],
    });
    expect([...page.matchAll(/<rect /g)]).toHaveLength(2 * 6);
    expect([...page.matchAll(/<line class="mark"/g)]).toHaveLength(1);
    expect(page).toContain('/c: could not be measured: it is read-only');
  });

  it('escapes names', () => {
    expect(renderBenchmarkPage({ volumes: [benchmarkOf('"><script>')], notes: [] })).not.toContain('<script');
  });
});
