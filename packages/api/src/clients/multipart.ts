export interface FileToUpload {
  readonly name: string;
  /** `fs.openAsBlob` gives one that is read from the disk as it is sent. */
  readonly content: Blob;
}

/**
 * The files as one multipart/form-data body, read from where they are as it is sent. `fetch` makes the same of a
 * FormData, but copies every piece so fast that the copies outgrow the garbage collector: 1.6 GB for a file of 2 GiB.
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
