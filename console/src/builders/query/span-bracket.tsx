import { InputNumber, Select } from "antd";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { spanWords } from "@/builders/condition/words";

interface Props {
  span: string;
  name: string;
  /** How it stands in the sentence; the length itself unless said. */
  label?: string;
  onChange: (span: string) => void;
}

const UNITS = ["min", "h", "d", "w"] as const;

/** A length of time: 24 hours, 7 days. */
export function SpanBracket({ span, name, label, onChange }: Props) {
  const { t } = useTranslation();
  const [, n = "7", unit = "d"] = /^(\d+)(min|h|d|w)$/.exec(span) ?? [];
  return (
    <Bracket label={label ?? spanWords(span, t)} name={name} width={220}>
      {(close) => (
        <div className="row" style={{ flexWrap: "nowrap" }}>
          <InputNumber
            autoFocus
            min={1}
            max={999}
            aria-label={name}
            value={Number(n)}
            onChange={(next) => next && onChange(`${next}${unit}`)}
            onPressEnter={close}
          />
          <Select
            aria-label={name}
            value={unit}
            style={{ flex: 1 }}
            options={UNITS.map((each) => ({ value: each, label: t(`question.span.${each}`, { n: "" }) }))}
            onChange={(next: string) => onChange(`${n}${next}`)}
            getPopupContainer={(node) => node.parentElement ?? document.body}
          />
        </div>
      )}
    </Bracket>
  );
}
