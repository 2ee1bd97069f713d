import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import type { AttributeTest } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";
import { useProject } from "@/lib/project-context";
import { firstTest } from "./operators";

interface Props {
  test: AttributeTest;
  onChange: (test: AttributeTest) => void;
}

/** Which attribute; choosing one starts a test that fits its type. */
export function AttributeBracket({ test, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const attributes = useQuery(catalogueQuery(project)).data?.attributes ?? [];
  const items = attributes.map(({ name, type }) => ({
    value: name,
    hint: t(`question.type.${type as "text"}`, { defaultValue: type }),
  }));
  const choose = (name: string) => {
    const type = attributes.find((each) => each.name === name)?.type ?? "text";
    onChange({ name, ...firstTest(type) });
  };
  return (
    <Bracket label={test.name || t("rule.pickAttribute")} name={t("common.attribute")} wrong={!test.name}>
      {(close) => (
        <PickList
          items={items}
          chosen={[test.name]}
          name={t("rule.pickAttribute")}
          none={t("rule.noAttributes")}
          onPick={(name) => {
            choose(name);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
