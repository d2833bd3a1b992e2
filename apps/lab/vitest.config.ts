import { defineConfig } from 'vitest/config';

// Tests that run the lab in a process are slow on a busy machine.
export default defineConfig({ test: { testTimeout: 60_000 } });
