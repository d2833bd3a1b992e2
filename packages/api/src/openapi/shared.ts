import { pageLimit } from '../schemas/parameters.ts';
import { jsonResponse, problemResponse, type Parameter, type PathItem } from './document.ts';

/** What both services say in the same words. */
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
    description: 'How many at most',
    schema: { type: 'integer', minimum: 1, maximum: pageLimit.max, default: pageLimit.default },
  },
  {
    name: 'cursor',
    in: 'query',
    description: '`next` of the page before; opaque',
    schema: { type: 'string' },
  },
];

export const problemResponses = {
  invalid: problemResponse('The request is not as described here: the problem says where'),
  notFound: problemResponse('There is none'),
  changed: problemResponse('The precondition does not hold: it was changed, or exists, meanwhile'),
  tooLarge: problemResponse('The body is too large'),
  mediaType: problemResponse('The body is of another media type'),
  noSpace: problemResponse('No space is left: nothing was kept'),
  unavailable: problemResponse('The storage can not be reached or written now. The fate of a change is unknown'),
};

export function storagePath(schema: string): PathItem {
  return {
    get: {
      operationId: 'describeStorage',
      summary: 'Where the data is, and who answers',
      responses: { 200: jsonResponse('The report', schema), 503: problemResponses.unavailable },
    },
  };
}
