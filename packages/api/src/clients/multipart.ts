export interface FileToUpload {
  readonly name: string;
  /** A blob of `fs.openAsBlob` is read from disk while it is sent. */
  readonly content: Blob;
}

/**
 * Creates a multipart/form-data body that reads the files while it is sent. `fetch` accepts a FormData too, but copies
 * its chunks faster than the garbage collector frees them: 1.6 GB of memory for a file of 2 GiB.
 */
export function createMultipartBody(files: FileToUpload[]): Blob {
  const boundary = `----persistence-lab-${crypto.randomUUID()}`;
  const parts = files.flatMap(({ name, content }) => [
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${escapeFileName(name)}"\r\n` +
      `Content-Type: ${content.type || 'application/octet-stream'}\r\n\r\n`,
    content,
    '\r\n',
  ]);
  return new Blob([...parts, `--${boundary}--\r\n`], { type: `multipart/form-data; boundary=${boundary}` });
}

// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
const escapeFileName = (name: string) => name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
