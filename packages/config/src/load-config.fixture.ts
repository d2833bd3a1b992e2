import { loadConfig, port, secret, text } from './index.ts';

// A program such as load-config.test.ts starts: it reads its configuration and shows what it got.
const config = loadConfig({
  port: port('PORT', { default: 8080, description: 'Port to listen on' }),
  name: text('NAME', { description: 'Name' }),
  password: secret('PASSWORD', { optional: true, description: 'Password' }),
});
console.log(JSON.stringify(config));
