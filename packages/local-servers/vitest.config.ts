import { defineConfig } from 'vitest/config';

// Every test makes a database cluster of its own: seconds on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
