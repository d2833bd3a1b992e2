import { pageLimit } from '../schemas/parameters.ts';
import { jsonResponse, problemResponse, type Parameter, type PathItem } from './document.ts';

/** Parameters and responses that both services share. */
export const idParameter = (what: string): Parameter => ({
  name: 'id',
  in: 'path',
  required: true,
  description: `The ${what}'s UUID`,
  schema: { type: 'string', format: 'uuid' },
});

export const pageParameters: Parameter[] = [
  {
    name: 'limit',
    in: 'query',
    description: 'Maximum number of items',
    schema: { type: 'integer', minimum: 1, maximum: pageLimit.max, default: pageLimit.default },
  },
  {
    name: 'cursor',
    in: 'query',
    description: '`next` of the previous page; opaque',
    schema: { type: 'string' },
  },
];

export const problemResponses = {
  invalid: problemResponse('The request is not valid; the problem names the fields'),
  notFound: problemResponse('It does not exist'),
  changed: problemResponse('The precondition does not hold: it exists or has changed'),
  tooLarge: problemResponse('The body is too large'),
  mediaType: problemResponse('The media type is not supported'),
  noSpace: problemResponse('No space is left; nothing was stored'),
  unavailable: problemResponse('The storage cannot be reached or written. The outcome of a change is unknown'),
};

/** Problems of an operation on an existing resource. */
export const itemProblems = {
  400: problemResponses.invalid,
  404: problemResponses.notFound,
  503: problemResponses.unavailable,
};

export function storagePath(schema: string): PathItem {
  return {
    get: {
      operationId: 'describeStorage',
      summary: 'Location of the data and the responding pod',
      responses: { 200: jsonResponse('Storage report', schema), 503: problemResponses.unavailable },
    },
  };
}
