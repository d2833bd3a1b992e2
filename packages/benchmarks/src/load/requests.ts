/** The bytes of a request without a body. */
export function get(path: string): string {
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\n\r\n`;
}

/** The bytes of a request with a JSON body. It must be ASCII, as connections write latin1. */
export function post(path: string, value: unknown): string {
  const body = JSON.stringify(value);
  const head = `Content-Type: application/json\r\nContent-Length: ${body.length}`;
  return `POST ${path} HTTP/1.1\r\nHost: bench\r\n${head}\r\n\r\n${body}`;
}

/** The note that every benchmark writes: a short title and 200 characters of text. */
export const draft = { title: 'A note of the benchmark', text: 'Do you survive? '.repeat(13).slice(0, 200) };
