import { expect, it } from 'vitest';
import { servedType } from './served-type.ts';

it.each(['image/png', 'video/mp4', 'audio/ogg', 'text/plain', 'application/pdf'])('serves %s as what it is', (type) => {
  expect(servedType(type)).toBe(type);
});

it.each([
  'text/html',
  'image/svg+xml',
  'application/xhtml+xml',
  'text/xml',
  'text/javascript',
  '',
  'image/png\r\nX: y',
])('serves %j as mere bytes', (type) => {
  expect(servedType(type)).toBe('application/octet-stream');
});
