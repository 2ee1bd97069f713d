import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PickList } from "@/builders/bracket/pick-list";
import { usePath } from "@/lib/use-path";
import type { FieldProps } from "./facet-field";
import { chosenIn, withoutField } from "./facet-words";
import { useSaid } from "./use-kinds";

const SEARCHED = 8;
/** Where what can be chosen of a kind is made. */
const MADE_AT: Record<string, string> = {
  tag: "tags/new",
  score: "scores/new",
  segment: "segments",
  stage: "lifecycle",
  rfm: "rfm",
  reached: "campaigns/new",
};

/** One of the choices of a field, or some of them; what is chosen and gone since can be put down. */
export function FacetChoices(props: FieldProps & { close: () => void }) {
  const { field, body, onChange, close } = props;
  const { t } = useTranslation();
  const say = useSaid();
  const chosen = chosenIn(field, body);
  const many = field.kind === "choices";
  const known = field.choices.map(({ value, label, count }) => ({
    value,
    label: say(label),
    ...(count === null || count === undefined ? {} : { count }),
  }));
  const left = field.default && !many ? say(field.default) || t("rule.leftOut") : null;
  const same = known.find((each) => each.label === left);
  const none = left !== null && !same ? [{ value: "", label: left }] : [];
  const gone = chosen
    .filter((value) => !known.some((each) => each.value === value))
    .map((value) => ({ value, ...(field.is_free ? {} : { hint: t("rule.unknownValue") }) }));
  const pick = (value: string) => {
    if (!many) {
      onChange(value ? { ...body, [field.name]: value } : withoutField(field, body));
      return close();
    }
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    const isLeft = next.length === 0 && (!field.is_required || field.either);
    onChange(isLeft ? withoutField(field, body) : { ...body, [field.name]: next });
  };
  return (
    <PickList
      items={[...none, ...gone, ...known]}
      search={field.is_free || known.length > SEARCHED}
      free={field.is_free}
      chosen={left !== null && chosen.length === 0 ? [same?.value ?? ""] : chosen}
      name={say(field.label)}
      none={<Nothing {...props} />}
      onPick={pick}
    />
  );
}

/** Why there is nothing to choose from, and what to do about it. */
function Nothing({ kind, field, all, body }: FieldProps) {
  const { t } = useTranslation();
  const say = useSaid();
  const path = usePath();
  const first = all[0];
  if (first && first.name !== field.name && chosenIn(first, body).length === 0) {
    return t("rule.chooseFirst", { field: say(first.label) });
  }
  const at = MADE_AT[kind];
  return (
    <>
      {t("rule.noneYet", { field: say(field.label) })}{" "}
      {at ? <Link to={path(at)}>{t("rule.makeOne")}</Link> : null}
    </>
  );
}
