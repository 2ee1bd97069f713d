import type { ReactNode } from "react";
import type { AttributeTest } from "@/api/condition-types";
import { AttributeBracket } from "./attribute-bracket";
import { AttributeTestBracket } from "./attribute-test-bracket";

/** The two brackets of an attribute clause: which attribute, and its test. */
export function attributeSlots(
  test: AttributeTest,
  onChange: (test: AttributeTest) => void,
): Record<"name" | "test", ReactNode> {
  return {
    name: <AttributeBracket test={test} onChange={onChange} />,
    test: test.name ? <AttributeTestBracket test={test} onChange={onChange} /> : null,
  };
}
