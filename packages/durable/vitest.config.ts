import { defineConfig } from 'vitest/config';

// Real syncs on a busy disk take as long as they take.
export default defineConfig({ test: { testTimeout: 60_000 } });
