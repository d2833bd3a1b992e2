import { defineConfig } from 'vitest/config';

// Whole runs take as long as the machine does.
export default defineConfig({ test: { testTimeout: 60_000 } });
