import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type ValuesOf, valuesQuery } from "@/api/catalogue";
import type { OperatorValue } from "@/api/condition-types";
import { type Pick as Item, PickList } from "@/builders/bracket/pick-list";
import { useProject } from "@/lib/project-context";
import { takesMany } from "./operators";
import type { Test } from "./test-editor";

interface Props {
  test: Test;
  valuesOf: ValuesOf;
  onChange: (value: OperatorValue) => void;
}

/** Some values to choose from; other words can be typed. */
export function GivenValues({
  test,
  items: given,
  onChange,
}: Pick<Props, "test" | "onChange"> & { items: Item[] }) {
  const { t } = useTranslation();
  const many = takesMany(test.op);
  const chosen = (Array.isArray(test.value) ? test.value : [test.value])
    .filter((each) => each !== undefined && each !== null && each !== "")
    .map(String);
  const known = new Set(given.map((each) => each.value));
  const items = [...chosen.filter((each) => !known.has(each)).map((value) => ({ value })), ...given];
  const pick = (value: string) => {
    if (!many) return onChange(value);
    onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value]);
  };
  return <PickList free items={items} chosen={chosen} onPick={pick} name={t("rule.pickValue")} />;
}

/** Values the data holds, most frequent first. */
export function SeenValues({ test, valuesOf, onChange }: Props) {
  const { project } = useProject();
  const seen = useQuery(valuesQuery(project, valuesOf)).data ?? [];
  return <GivenValues test={test} items={seen} onChange={onChange} />;
}
