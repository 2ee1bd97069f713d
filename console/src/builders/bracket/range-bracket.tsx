import { DatePicker, InputNumber } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { TimeRange } from "@/api/condition-types";
import { rangeWords } from "@/builders/condition/words";
import { Bracket } from "./bracket";

interface Props {
  range: TimeRange | undefined;
  always?: boolean;
  onChange: (range: TimeRange | undefined) => void;
}

const PRESETS = ["7d", "14d", "30d", "60d", "90d", "180d", "365d"];
const DATE = "YYYY-MM-DD";

/** When: the last n days, two dates, or (in a condition) at any time. */
export function RangeBracket({ range, always = false, onChange }: Props) {
  const { t } = useTranslation();
  const fixed = range && "from" in range ? range : null;
  const days = range && "last" in range ? Number.parseInt(range.last, 10) : null;
  return (
    <Bracket label={rangeWords(range, t)} name={t("question.range")} empty={!range}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <div className="pick-list" style={{ marginTop: 0 }}>
            {PRESETS.map((last) => (
              <button
                key={last}
                type="button"
                className={`pick ${range && "last" in range && range.last === last ? "chosen" : ""}`}
                onClick={() => {
                  onChange({ last });
                  close();
                }}
              >
                {rangeWords({ last }, t)}
              </button>
            ))}
            {always ? (
              <button
                type="button"
                className={`pick ${range ? "" : "chosen"}`}
                onClick={() => {
                  onChange(undefined);
                  close();
                }}
              >
                {t("rule.allTime")}
              </button>
            ) : null}
          </div>
          <InputNumber
            min={1}
            max={3650}
            value={days}
            prefix={t("rule.lastCustom")}
            aria-label={t("rule.lastCustom")}
            style={{ width: "100%" }}
            onChange={(next) => next && onChange({ last: `${next}d` })}
            onPressEnter={close}
          />
          <DatePicker.RangePicker
            aria-label={t("rule.fixedDates")}
            getPopupContainer={(node) => node.parentElement ?? document.body}
            value={fixed ? [dayjs(fixed.from), dayjs(fixed.to)] : null}
            onChange={(pair) => {
              if (pair?.[0] && pair[1]) onChange({ from: pair[0].format(DATE), to: pair[1].format(DATE) });
            }}
          />
        </div>
      )}
    </Bracket>
  );
}
