// Translates descriptions to TypeScript with openapi-typescript: the raw types of the bundle, and the named types of the client's view.
import openapiTS, { astToString, type OpenAPI3, type OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import type { Description, OperationObject, Parameter, PathItem, Schema } from "../../src/description/document.js";

const OPTIONS: OpenAPITSOptions = {
  // A default says what the API assumes for a field that is left out, so the field stays optional.
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  silent: true,
  transform: (schema) => openEnum((schema as Schema)["x-extensible-enum"]),
};

/** `paths`, `operations`, `components` and `webhooks` of the bundle. */
export async function rawTypes(description: Description): Promise<string> {
  return tidy(astToString(await openapiTS(toOpenAPI(withOptionalConstants(description)), OPTIONS)));
}

/** One exported declaration a schema; objects become interfaces, so that editors show their names. */
export async function namedTypes(schemas: Record<string, Schema>): Promise<string> {
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components: { schemas } };
  const nodes = await openapiTS(toOpenAPI(document), OPTIONS);
  const declarations = schemaMembers(nodes).map(declaration);
  return tidy(astToString(declarations)).replaceAll(/components\["schemas"\]\["(\w+)"\]/g, "$1");
}

// openapi-typescript's own type of a document is stricter than what it accepts.
function toOpenAPI(document: unknown): OpenAPI3 {
  return structuredClone(document) as OpenAPI3;
}

/** Header parameters with one possible value are sent by the client itself, so its callers need not give them. */
function withOptionalConstants(description: Description): Description {
  const copy = structuredClone(description);
  const parameters = Object.values(copy.components["parameters"] ?? {}) as Parameter[];
  const inline = Object.values(copy.paths).flatMap((item: PathItem) =>
    Object.values(item).flatMap((value) =>
      Array.isArray(value) ? value : ((value as OperationObject).parameters ?? []),
    ),
  ) as Parameter[];
  for (const parameter of [...parameters, ...inline]) {
    if (isSentByClient(parameter)) parameter.required = false;
  }
  return copy;
}

/** Whether the client sends the parameter unasked: a header with one possible value. */
export function isSentByClient(parameter: Parameter): boolean {
  return parameter.in === "header" && parameter.schema.const !== undefined;
}

/** The values known today, and any other string, without losing the completion for the known ones. */
function openEnum(values: string[] | undefined): ts.TypeNode | undefined {
  if (!values) return undefined;
  const { factory } = ts;
  const literals = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  const other = factory.createIntersectionTypeNode([
    factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
    factory.createTypeLiteralNode([]),
  ]);
  return factory.createUnionTypeNode([...literals, factory.createParenthesizedType(other)]);
}

function schemaMembers(nodes: ts.Node[]): ts.PropertySignature[] {
  const components = nodes.find(
    (node): node is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(node) && node.name.text === "components",
  );
  const schemas = components?.members.find(
    (member) => member.name && ts.isIdentifier(member.name) && member.name.text === "schemas",
  );
  if (!schemas || !ts.isPropertySignature(schemas) || !schemas.type || !ts.isTypeLiteralNode(schemas.type)) return [];
  return schemas.type.members.filter(ts.isPropertySignature);
}

function declaration(member: ts.PropertySignature): ts.Node {
  const { factory } = ts;
  const name = (member.name as ts.Identifier | ts.StringLiteral).text;
  const type = member.type as ts.TypeNode;
  const exported = [factory.createModifier(ts.SyntaxKind.ExportKeyword)];
  const declared = ts.isTypeLiteralNode(type)
    ? factory.createInterfaceDeclaration(exported, name, undefined, undefined, type.members)
    : factory.createTypeAliasDeclaration(exported, name, undefined, type);
  return ts.setSyntheticLeadingComments(declared, ts.getSyntheticLeadingComments(member));
}

/** Doc comments as people write them: the text first and untagged, and no tag for what the type already says. */
function tidy(code: string): string {
  return code
    .replaceAll(/^ *\* @enum \{.*\}\n/gm, "")
    .replaceAll("@description ", "")
    .replaceAll(/^( *\* @deprecated\n)((?: *\* [^@\n][^\n]*\n)+)/gm, "$2$1")
    .replaceAll(/^( *)\/\*\*\n *\* ([^\n]*)\n *\*\/$/gm, "$1/** $2 */");
}
