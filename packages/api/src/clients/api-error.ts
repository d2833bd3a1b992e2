import { type Problem, problemSchema } from '../schemas/problem.ts';

/**
 * An answer that is not a success. `problem` is the service's own document (RFC 9457); where the
 * answer came from something in between (a proxy, a load balancer) it is made of what that said,
 * with the type `about:blank`.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;

  constructor(request: string, problem: Problem) {
    super(`${request}: ${problem.status} ${problem.detail ?? problem.title}`);
    this.name = 'ApiError';
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Reads a failed answer's body to its end. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = await response.text();
  return parseProblem(body) ?? fallbackProblem(response, body);
}

function parseProblem(body: string): Problem | undefined {
  try {
    return problemSchema.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function fallbackProblem(response: Response, body: string): Problem {
  const title = response.statusText || 'Not an answer of the service';
  return { type: 'about:blank', title, status: response.status, detail: body.slice(0, 500) || title };
}
