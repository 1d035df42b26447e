// What somebody gives of a record, held against the description.
import type { components } from "../../../generated/types.js";
import type { Description } from "../../description/document.js";
import { createValidator, type Disagreement, type Validator } from "../../description/validator.js";

/** Throws a TypeError for fields that the description does not allow. Any may be left out, except from the items of lists. */
export type CheckGiven = (schema: keyof components["schemas"], given: unknown) => void;

export function createCheckGiven(description: Description): CheckGiven {
  // Made when it is needed, which costs some milliseconds.
  let validate: Validator | undefined;
  return (schema, given) => {
    validate ??= createValidator(description);
    const findings = validate(description.components.schemas[schema] ?? {}, asJson(given));
    const fault = findings.find((finding) => !isLeftOut(finding));
    if (fault)
      throw new TypeError(`This cannot be a ${schema}: ${[fault.pointer, fault.message].filter(Boolean).join(" ")}`);
  };
}

function isLeftOut({ pointer, message }: Disagreement): boolean {
  return message === "is required" && !/\/\d+\//.test(pointer);
}

/** Fields that are undefined are left out, too. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
