import { paths } from '../paths.ts';
import { type ClientOptions, createSend } from './transport.ts';

/** What a resumable upload needs before and after its bytes; those are for a client of the protocol. */
export interface UploadsClient {
  /** Begins one and gives its id, which will be that of the file. */
  create(upload: { size: number; name: string }): Promise<string>;
  /** Where a client of tus goes on with it. */
  url(id: string): string;
  /** Gives an unfinished one up. */
  remove(id: string): Promise<void>;
}

const version = { 'Tus-Resumable': '1.0.0' };

/** Every method throws ApiError for an answer that is not a success; https://tus.io/protocols/resumable-upload */
export function createUploadsClient(options: ClientOptions): UploadsClient {
  const send = createSend(options);
  const base = options.baseUrl.replace(/\/+$/, '');
  return {
    async create({ size, name }) {
      const metadata = `filename ${base64(name)}`;
      const headers = { ...version, 'Upload-Length': String(size), 'Upload-Metadata': metadata };
      const answer = await send('POST', paths.uploads, { headers });
      const id = answer.headers.get('location')?.split('/').at(-1);
      if (!id) throw new Error('An upload was begun, but the answer has no Location');
      return decodeURIComponent(id);
    },
    url: (id) => `${base}${paths.upload(id)}`,
    async remove(id) {
      await send('DELETE', paths.upload(id), { headers: version });
    },
  };
}

/** Of the UTF-8, in browsers too. */
const base64 = (text: string) => btoa(String.fromCodePoint(...new TextEncoder().encode(text)));
