import { paths } from '../paths.ts';
import { type ClientOptions, createSend, trimSlashes } from './transport.ts';

/** Creates and deletes resumable uploads; a tus client sends their bytes. */
export interface UploadsClient {
  /** Creates an upload and returns its id, which becomes the id of the file. */
  create(upload: { size: number; name: string }): Promise<string>;
  /** Returns the URL at which a tus client continues the upload. */
  url(id: string): string;
  /** Deletes an unfinished upload. */
  remove(id: string): Promise<void>;
}

const tusVersion = { 'Tus-Resumable': '1.0.0' };

/** Every method throws ApiError for a response that is not a success; https://tus.io/protocols/resumable-upload */
export function createUploadsClient(options: ClientOptions): UploadsClient {
  const send = createSend(options);
  const base = trimSlashes(options.baseUrl);
  return {
    async create({ size, name }) {
      const metadata = `filename ${base64(name)}`;
      const headers = { ...tusVersion, 'Upload-Length': String(size), 'Upload-Metadata': metadata };
      const response = await send('POST', paths.uploads, { headers });
      const id = response.headers.get('location')?.split('/').at(-1);
      if (!id) throw new Error('The response to the creation of an upload has no Location header');
      return decodeURIComponent(id);
    },
    url: (id) => `${base}${paths.upload(id)}`,
    async remove(id) {
      await send('DELETE', paths.upload(id), { headers: tusVersion });
    },
  };
}

/** Encodes the UTF-8 bytes of a text; unlike Buffer it works in browsers too. */
const base64 = (text: string) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
