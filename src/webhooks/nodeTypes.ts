// What is needed of Node's http, spelled out: the declarations of this entry compile where there are no types of Node.

/** What is needed of `IncomingMessage`, from `node:http`. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly headers: { readonly "content-length"?: string | undefined };
  readonly readableDidRead: boolean;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "error" | "close", listener: () => void): unknown;
}

/** What is needed of `ServerResponse`, from `node:http`. */
export interface NodeResponse {
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, headers: Record<string, string | number>): { end(body: Uint8Array): unknown };
}
