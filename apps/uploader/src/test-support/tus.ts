const version = { 'Tus-Resumable': '1.0.0' };

/** Creates an upload; returns its path. */
export async function createUpload(url: string, size: number, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${url}/v1/uploads`, {
    method: 'POST',
    headers: { ...version, 'Upload-Length': String(size), ...headers },
  });
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.headers.get('location')!;
}

export function patch(
  url: string,
  path: string,
  offset: number,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const own = { ...version, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
  return fetch(`${url}${path}`, { method: 'PATCH', headers: { ...own, ...headers }, body });
}

export const head = (url: string, path: string): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'HEAD', headers: version });

export async function offsetOf(url: string, path: string): Promise<number> {
  const answer = await head(url, path);
  if (answer.status !== 200) throw new Error(`HEAD ${path}: ${answer.status}`);
  return Number(answer.headers.get('upload-offset'));
}

export const terminate = (url: string, path: string): Promise<Response> =>
  fetch(`${url}${path}`, { method: 'DELETE', headers: version });
