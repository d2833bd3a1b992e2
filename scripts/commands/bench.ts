// Measure speed and memory side by side with a baseline
import { benchmarks } from '@persistence-lab/benchmarks';

await benchmarks(process.argv.slice(2));
