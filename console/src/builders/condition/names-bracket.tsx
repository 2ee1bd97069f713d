import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";

interface Props {
  all: readonly string[];
  chosen: string[];
  words: (name: string) => string;
  name: string;
  onChange: (chosen: string[]) => void;
}

/** Several of a fixed set of names. */
export function NamesBracket({ all, chosen, words, name, onChange }: Props) {
  const { t } = useTranslation();
  const items = [...new Set([...all, ...chosen])].map((value) => ({ value, label: words(value) }));
  const label = chosen.length > 0 ? chosen.map(words).join(t("rule.valueOr")) : t("rule.pickValue");
  return (
    <Bracket label={label} name={name} wrong={chosen.length === 0} width={240}>
      {() => (
        <PickList
          items={items}
          search={false}
          chosen={chosen}
          name={name}
          onPick={(value) =>
            onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
          }
        />
      )}
    </Bracket>
  );
}
