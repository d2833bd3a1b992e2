import { loadConfig, port, secret, text } from '../index.ts';

// The program that load-config.test.ts runs: it reads its configuration and prints it.
const config = loadConfig({
  port: port('PORT', { default: 8080, description: 'Port to listen on' }),
  name: text('NAME', { description: 'Name' }),
  password: secret('PASSWORD', { optional: true, description: 'Password' }),
});
console.log(JSON.stringify(config));
