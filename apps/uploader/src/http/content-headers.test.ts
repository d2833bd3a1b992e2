import { describe, expect, it } from 'vitest';
import { contentDisposition, servedType } from './content-headers.ts';

describe('contentDisposition', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"'],
    ['mapa do café.txt', `attachment; filename="mapa do caf_.txt"; filename*=UTF-8''mapa%20do%20caf%C3%A9.txt`],
    ['写真.jpg', `attachment; filename="__.jpg"; filename*=UTF-8''%E5%86%99%E7%9C%9F.jpg`],
    ['a"; filename="b', `attachment; filename="a_; filename=_b"; filename*=UTF-8''a%22%3B%20filename%3D%22b`],
    ['100%.txt', `attachment; filename="100_.txt"; filename*=UTF-8''100%25.txt`],
    ["it's (1)*.txt", 'attachment; filename="it\'s (1)*.txt"'],
    ["é'()*", `attachment; filename="_'()*"; filename*=UTF-8''%C3%A9%27%28%29%2A`],
    ['../../etc/passwd', 'attachment; filename=".._.._etc_passwd"'],
    ['a\r\nSet-Cookie: b', 'attachment; filename="a__Set-Cookie: b"'],
    ['exe.\u202egpj', 'attachment; filename="exe._gpj"'],
    ['half \ud800', `attachment; filename="half _"; filename*=UTF-8''half%20%EF%BF%BD`],
  ])('writes %j as %s', (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });
});

describe('servedType', () => {
  it.each(['image/png', 'video/mp4', 'audio/ogg', 'text/plain', 'application/pdf'])('keeps %s', (type) => {
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
  ])('replaces %j by application/octet-stream', (type) => {
    expect(servedType(type)).toBe('application/octet-stream');
  });
});
