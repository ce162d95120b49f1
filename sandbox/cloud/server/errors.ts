/** An answer of the API that is a refusal. `extras` stand beside `message` and `success`. */
export class ApiError extends Error {
  readonly status: number;
  readonly extras: Record<string, unknown>;

  constructor(status: number, message: string, extras: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.extras = extras;
  }

  get body(): Record<string, unknown> {
    return { message: this.message, success: false, ...this.extras };
  }
}

export type FieldErrors = Record<string, unknown>;

export const badRequest = (errors: FieldErrors) => new ApiError(400, 'Bad request', { errors });
export const forbidden = () => new ApiError(403, 'Permission denied for user.');
export const notFound = () => new ApiError(404, 'Resource not found.');
