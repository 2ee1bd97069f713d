import { Select } from "antd";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  direct: string[] | undefined;
  onChange: (direct: string[] | undefined) => void;
}

/** What the server takes for direct by itself. */
const USUAL = ["direct", "(direct)", "(none)"];

/** Which values of touches are no source of their own, for the last touch that is not direct. */
export function DirectBracket({ direct, onChange }: Props) {
  const { t } = useTranslation();
  const said = (values: string[]) => values.join(t("question.byComma"));
  const label = direct
    ? t("outcome.attribution.directIs", { values: said(direct) })
    : t("outcome.attribution.directUsual");
  return (
    <Bracket name={t("outcome.attribution.direct")} label={label} empty={!direct} width={320}>
      {() => (
        <div className="stack" style={{ gap: 8 }}>
          <Select<string[]>
            mode="tags"
            autoFocus
            allowClear
            aria-label={t("outcome.attribution.direct")}
            placeholder={said(USUAL)}
            style={{ width: "100%" }}
            value={direct ?? []}
            options={USUAL.map((value) => ({ value, label: value }))}
            onChange={(next) => onChange(next.length > 0 ? next : undefined)}
            getPopupContainer={(node) => node.parentElement ?? document.body}
          />
          <span className="note">{t("outcome.attribution.directHint", { usual: said(USUAL) })}</span>
        </div>
      )}
    </Bracket>
  );
}
