// What is wrong with the description, told so that it can be mended: place, fault and cure.

export interface Problem {
  rule: string;
  message: string;
  file: string;
  line?: number;
  column?: number;
  suggestions?: string[];
}

/** The description is broken. The message lists every problem. */
export class DescriptionError extends Error {
  override name = "DescriptionError";

  constructor(readonly problems: Problem[]) {
    super(problems.map(format).join("\n"));
  }
}

// What to do about the faults that people make most. The project's own rules carry the cure in their message.
const CURES: Record<string, string> = {
  "component-name-unique": "Rename one of the two files: the file's name is the component's name.",
  "no-invalid-media-type-examples": "Correct the example, or the schema if the example is what the API sends.",
  "no-invalid-parameter-examples": "Correct the example, or the parameter's schema.",
  "no-invalid-schema-examples": "Correct the example, or the schema around it.",
  "no-unresolved-refs": "Correct the path after $ref; it is relative to the file that it stands in.",
  "no-unused-components": "Refer to the component, or delete its file.",
  "operation-operationId-unique":
    "Give one of the operations another operationId; it is also the method's name in the client.",
  "operation-operationId": "Add an operationId such as agents.list; it is also the method's name in the client.",
  "operation-tag-defined": "Use one of the tags in openapi/openapi.yaml, or declare the new one there.",
  "operation-summary": "Add a summary in sentence case, such as: List agents.",
  yaml: "Correct the line, or the one before it; text that holds `: ` or begins with a special character needs quotes.",
  "path-parameters-defined":
    "Declare the parameter with `in: path`, under exactly the name that the path has in braces.",
};

function format({ rule, message, file, line, column, suggestions }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined && part !== "").join(":");
  const hints = [CURES[rule], suggestions?.length ? `Did you mean ${suggestions.join(" or ")}?` : undefined].filter(
    (hint) => hint !== undefined,
  );
  return [`${place} ${message} (${rule})`, ...hints.map((hint) => `  ${hint}`)].join("\n");
}

/** Prints a failure as people want to read it, and gives the exit code for it. */
export function reportFailure(error: unknown): number {
  console.error(error instanceof DescriptionError ? error.message : error);
  if (error instanceof DescriptionError)
    console.error(`\n${error.problems.length} problem(s) in the description; generated/ is as it was.`);
  return 1;
}
