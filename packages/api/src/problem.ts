import { z } from 'zod';

/** What is wrong with one field of a request. */
export const fieldErrorSchema = z.object({
  pointer: z.string().meta({ description: 'JSON Pointer, as a fragment (RFC 6901, 6)', examples: ['#/title'] }),
  detail: z.string(),
});

/** RFC 9457. `type` is stable and what a client goes by; title and detail are for people. */
export const problemSchema = z.looseObject({
  type: z.string().meta({ examples: ['https://persistence-lab.dev/problems/not-found'] }),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  instance: z.string().optional().meta({ description: 'Names this very request, in the logs too' }),
  errors: z.array(fieldErrorSchema).optional().meta({ description: 'Field by field' }),
});

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type Problem = z.infer<typeof problemSchema>;
