import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";

interface Props<Value extends string> {
  chosen: Value[];
  choices: { value: Value; label: string }[];
  name: string;
  /** What it means when none is chosen. */
  none: string;
  /** How the chosen ones stand in the sentence; one after the other unless said. */
  label?: string;
  onChange: (chosen: Value[]) => void;
}

/** Several words out of a few. */
export function ManyBracket<Value extends string>(props: Props<Value>) {
  const { chosen, choices, name, none, label, onChange } = props;
  const { t } = useTranslation();
  const shown = choices.filter(({ value }) => chosen.includes(value)).map(({ label }) => label);
  return (
    <Bracket
      label={label ?? (shown.join(t("question.byComma")) || none)}
      name={name}
      empty={chosen.length === 0}
      width={320}
    >
      {() => (
        <Select<Value[]>
          mode="multiple"
          autoFocus
          allowClear
          aria-label={name}
          placeholder={none}
          style={{ width: "100%" }}
          value={chosen}
          options={choices}
          onChange={onChange}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
      )}
    </Bracket>
  );
}
