import * as z from 'zod';

/** An error in a field of the body or in a parameter of a request. */
export const fieldErrorSchema = z.object({
  detail: z.string(),
  pointer: z
    .string()
    .optional()
    .meta({ description: 'Field of the body, as a JSON pointer (RFC 6901)', examples: ['/title'] }),
  parameter: z
    .string()
    .optional()
    .meta({ description: 'Parameter of the path or query', examples: ['limit'] }),
});

/** An RFC 9457 problem. Clients distinguish problems by the stable `type`; title and detail are for people. */
export const problemSchema = z.looseObject({
  type: z.string().meta({ examples: ['https://persistence-lab.dev/problems/not-found'] }),
  title: z.string(),
  status: z.int().min(100).max(599),
  detail: z.string().optional(),
  instance: z.string().optional().meta({ description: 'Id of the request, also in the logs' }),
  errors: z.array(fieldErrorSchema).optional().meta({ description: 'Each error separately' }),
});

export type FieldError = z.infer<typeof fieldErrorSchema>;
export type Problem = z.infer<typeof problemSchema>;
