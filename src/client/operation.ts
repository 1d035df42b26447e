// The shape of a row of the generated operation table: all that the run-time knows of an operation.

/** A query parameter. The key in the table is its place in the arguments of a call, nested names joined by dots. */
export interface QueryParameterInfo {
  /** Its name on the wire, where that differs from the key. */
  name?: string;
  /** Takes a day, `YYYY-MM-DD`. */
  date?: boolean;
  /** Takes 0 and 1, for which a caller may write false and true. */
  flag?: boolean;
}

export interface OperationInfo {
  method: string;
  /** The path template, with parameters in braces. */
  path: string;
  query?: Record<string, QueryParameterInfo>;
  /** Takes a JSON body. `flags` are the places of its 0/1 fields, as dotted paths in which `*` is any item of an array. */
  body?: { flags?: string[] };
  /** The answer is a page; this is the key that holds its items. */
  items?: string;
  /** Is called without credentials. */
  public?: boolean;
}
