import * as z from 'zod';

/** One thing that is wrong with a request: a field of its body, or a parameter. */
export const fieldErrorSchema = z.object({
  detail: z.string(),
  pointer: z
    .string()
    .optional()
    .meta({ description: 'A field of the body (RFC 6901)', examples: ['/title'] }),
  parameter: z
    .string()
    .optional()
    .meta({ description: 'A parameter of the path or query', examples: ['limit'] }),
});

/** RFC 9457. `type` is stable and what a client goes by; title and detail are for people. */
export const problemSchema = z.looseObject({
  type: z.string().meta({ examples: ['https://persistence-lab.dev/problems/not-found'] }),
  title: z.string(),
  status: z.int().min(100).max(599),
  detail: z.string().optional(),
  instance: z.string().optional().meta({ description: 'The id of this very request, in the logs too' }),
  errors: z.array(fieldErrorSchema).optional().meta({ description: 'One by one' }),
});

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type Problem = z.infer<typeof problemSchema>;
