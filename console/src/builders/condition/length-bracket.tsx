import { Checkbox } from "antd";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { LengthInput } from "./length-input";
import { lengthWords } from "./words";

interface Props {
  within: string | undefined;
  onChange: (within: string | undefined) => void;
}

/** From the first step to the last: at most so long, or however long. */
export function LengthBracket({ within, onChange }: Props) {
  const { t } = useTranslation();
  const label = within ? t("rule.inAll", { length: lengthWords(within, t) }) : t("rule.howeverLong");
  return (
    <Bracket label={label} name={t("rule.inAllOf")} empty={!within} width={260}>
      {() => (
        <div className="stack" style={{ gap: 8 }}>
          <Checkbox
            checked={within !== undefined}
            onChange={(event) => onChange(event.target.checked ? "7d" : undefined)}
          >
            {t("rule.limited")}
          </Checkbox>
          {within ? <LengthInput name={t("rule.inAllOf")} length={within} onChange={onChange} /> : null}
        </div>
      )}
    </Bracket>
  );
}
