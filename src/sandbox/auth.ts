// Who is calling. Any credentials do, as long as they are well formed.

export function isAuthenticated(request: Request): boolean {
  const [scheme, value] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() === "bearer") return Boolean(value);
  return scheme?.toLowerCase() === "basic" && /^[^:]+:.+$/s.test(Buffer.from(value ?? "", "base64").toString("utf8"));
}
