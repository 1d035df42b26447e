// What the compiler knows of the validator.
import { type ClientOptions, createClient, isLiveChatError, type LiveChatError } from "livechat-openapi";
import {
  type Finding,
  type Validation,
  ValidationError,
  type ValidationIssue,
  type ValidatorOptions,
  type ValueKind,
  validator,
} from "livechat-openapi/validate";
import { expectTypeOf, test } from "vitest";

test("the client takes what validator gives", () => {
  expectTypeOf(validator).parameters.toEqualTypeOf<[options?: ValidatorOptions]>();
  expectTypeOf(validator()).toEqualTypeOf<Validation>();
  expectTypeOf<Validation>().toExtend<NonNullable<ClientOptions["validate"]>>();
  createClient({ auth: { accessToken: "t" }, validate: validator({ onIssue: ({ pointer }) => pointer }) });
  // @ts-expect-error there is no such option
  validator({ onIssues: () => {} });
});

test("issues are findings with operation and direction", () => {
  expectTypeOf<ValidationIssue>().toEqualTypeOf<{
    operation: string;
    direction: "request" | "response";
    pointer: string;
    kind: ValueKind;
    message: string;
  }>();
  expectTypeOf<ValidationIssue>().toExtend<Finding>();
  expectTypeOf<ValueKind>().toEqualTypeOf<"null" | "boolean" | "number" | "string" | "array" | "object" | "missing">();
});

test("the error is one of the client's family", () => {
  expectTypeOf<ValidationError>().toExtend<LiveChatError>();
  expectTypeOf<ValidationError["code"]>().toEqualTypeOf<"validation">();
  expectTypeOf<ValidationError["issues"]>().toEqualTypeOf<readonly ValidationIssue[]>();
  const error: unknown = new ValidationError("agents.get", []);
  if (isLiveChatError(error) && error.code === "validation")
    expectTypeOf(error.operation).toExtend<string | undefined>();
});
