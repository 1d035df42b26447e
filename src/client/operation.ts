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

/** How an operation's pages are told and asked for: names of fields of the answer, and of a parameter. */
export interface PageInfo {
  /** The field with the items. */
  items: string;
  /** The field by which an item is known. */
  key: string;
  /** The query parameter for the number of the page. */
  parameter: string;
  /** The field with the number of pages. */
  pages: string;
  /** The field with the number of records. */
  total: string;
  /** How many items a page has. */
  size: number;
  /** Records move to the front when they change. */
  moves?: boolean;
}

export interface OperationInfo {
  method: string;
  /** The path template, with parameters in braces. */
  path: string;
  query?: Record<string, QueryParameterInfo>;
  /** Takes a JSON body. `flags` are the places of its 0/1 fields, as dotted paths in which `*` is any item of an array. */
  body?: { flags?: string[] };
  /** The answer is a page. */
  page?: PageInfo;
  /** Is called without credentials. */
  public?: boolean;
}
