import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { catalogueQuery } from "@/api/catalogue";
import { useProject } from "@/lib/project-context";
import { Bracket } from "./bracket";
import { PickList } from "./pick-list";

/** Whatever event it is. */
export const ANY = "*";

interface Props {
  event: string;
  /** Any event can be chosen as well. */
  any?: boolean;
  /** Says what choosing one adds, where none needs to be chosen. */
  label?: string;
  /** What the word is called, where that is not plain from it. */
  name?: string;
  onChange: (event: string) => void;
}

/** Which event: those the project has seen, most frequent first. */
export function EventBracket({ event, any = false, label, name, onChange }: Props) {
  const { t } = useTranslation();
  const { project } = useProject();
  const catalogue = useQuery(catalogueQuery(project));
  const events = catalogue.data?.events ?? [];
  const all = any ? [{ value: ANY, label: t("rule.anyEvent") }] : [];
  const items = [...events.map(({ name, count }) => ({ value: name, count })), ...all];
  const named = [event].flat(); // written by hand, several may stand where a page takes one
  const said = named.map((each) => (each === ANY ? t("rule.anyEvent") : each)).join(t("question.byComma"));
  return (
    <Bracket
      label={said || label || t("rule.pickEvent")}
      name={name ?? (label ? t("rule.another") : t("common.event"))}
      empty={label !== undefined}
      wrong={!event && label === undefined}
    >
      {(close) => (
        <PickList
          free
          loading={catalogue.isPending}
          items={items}
          chosen={named}
          name={t("rule.pickEvent")}
          onPick={(name) => {
            onChange(name);
            close();
          }}
        />
      )}
    </Bracket>
  );
}
