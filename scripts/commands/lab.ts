// Find out by experiment what survives: doctor, run, restore, notes, upload, explain
await import('../lab/main.ts');
