// Doc comments of generated code.

const WIDTH = 118;

/** A doc comment of paragraphs, wrapped and indented; what would end the comment is defused. */
export function docComment(paragraphs: (string | undefined)[], indent = ""): string {
  const lines = paragraphs
    .filter((paragraph) => paragraph !== undefined && paragraph !== "")
    .flatMap((paragraph, index) => [...(index > 0 ? [""] : []), ...wrap(paragraph as string, WIDTH - indent.length)])
    .map((line) => line.replaceAll("*/", "*\\/"));
  if (lines.length === 1) return `${indent}/** ${lines[0]} */`;
  return [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`.trimEnd()), `${indent} */`].join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines = text.split("\n");
  return text.startsWith("@example") ? lines : lines.flatMap((line) => wrapLine(line, width));
}

function wrapLine(line: string, width: number): string[] {
  if (line.length <= width || line.startsWith(" ")) return [line];
  const lines = [""];
  for (const word of line.split(" ")) {
    const last = lines.at(-1) as string;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}
