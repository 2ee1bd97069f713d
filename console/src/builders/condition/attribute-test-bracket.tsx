import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { AttributeTest } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { useProject } from "@/lib/project-context";
import { hasValue } from "./operators";
import { TestEditor } from "./test-editor";
import { testWords } from "./words";

interface Props {
  test: AttributeTest;
  onChange: (test: AttributeTest) => void;
}

/** How the attribute is compared, and with what. */
export function AttributeTestBracket({ test, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  const type = attributes.find((each) => each.name === test.name)?.type ?? "text";
  return (
    <Bracket
      label={testWords(test.op, test.value, t)}
      name={t("rule.compare")}
      wrong={!hasValue(test.op, test.value)}
    >
      {() => (
        <TestEditor
          type={type}
          test={test}
          valuesOf={{ attribute: test.name }}
          onChange={(next) => onChange({ name: test.name, ...next })}
        />
      )}
    </Bracket>
  );
}
