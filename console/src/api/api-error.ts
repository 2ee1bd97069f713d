/** What the server said when it refused: a stable code, a sentence and the place in the request. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly path: string | null;

  /** Under which the server's log has the cause. */
  readonly reference: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    path: string | null,
    reference: string | null = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.path = path;
    this.reference = reference;
  }
}
