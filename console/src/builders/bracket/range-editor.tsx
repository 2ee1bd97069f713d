import { DatePicker, InputNumber } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { TimeRange } from "@/api/condition-types";
import { rangeWords } from "@/builders/condition/words";

interface Props {
  range: TimeRange | undefined;
  always: boolean;
  onChange: (range: TimeRange | undefined) => void;
  close: () => void;
}

const PRESETS = ["7d", "14d", "30d", "60d", "90d", "180d", "365d"];
const DATE = "YYYY-MM-DD";

function bounds(range: TimeRange | undefined): [dayjs.Dayjs | null, dayjs.Dayjs | null] {
  const from = range && "from" in range ? dayjs(range.from) : null;
  const to = range && "to" in range ? dayjs(range.to) : null;
  return [from, to];
}

/** The days of "30d"; null where it is counted otherwise. */
function daysOf(range: TimeRange | undefined, word: "last" | "before"): number | null {
  const length = range && word in range ? (range as Record<string, string>)[word] : undefined;
  return length?.endsWith("d") ? Number.parseInt(length, 10) : null;
}

/** The last n days, two dates (one may be left open), or at any time. */
export function RangeEditor({ range, always, onChange, close }: Props) {
  const { t } = useTranslation();
  const [days, longAgo] = [daysOf(range, "last"), daysOf(range, "before")];
  const pick = (next: TimeRange | undefined) => () => {
    onChange(next);
    close();
  };
  const dates = (first: dayjs.Dayjs | null | undefined, last: dayjs.Dayjs | null | undefined) => {
    const [from, to] = [first?.format(DATE), last?.format(DATE)];
    if (from && to) onChange({ from, to });
    else if (from) onChange({ from });
    else if (to) onChange({ to });
  };
  return (
    <div className="stack" style={{ gap: 8 }}>
      <div className="pick-list" style={{ marginTop: 0 }}>
        {PRESETS.map((last) => (
          <button
            key={last}
            type="button"
            className={`pick ${range && "last" in range && range.last === last ? "chosen" : ""}`}
            onClick={pick({ last })}
          >
            {rangeWords({ last }, t)}
          </button>
        ))}
        {always ? (
          <button type="button" className={`pick ${range ? "" : "chosen"}`} onClick={pick(undefined)}>
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
      {always ? (
        <InputNumber
          min={1}
          max={3650}
          value={longAgo}
          prefix={t("rule.longAgoCustom")}
          aria-label={t("rule.longAgoCustom")}
          style={{ width: "100%" }}
          onChange={(next) => next && onChange({ before: `${next}d` })}
          onPressEnter={close}
        />
      ) : null}
      <DatePicker.RangePicker
        aria-label={t("rule.fixedDates")}
        allowEmpty={always ? [true, true] : [false, false]}
        getPopupContainer={(node) => node.parentElement ?? document.body}
        value={bounds(range)}
        onChange={(pair) => dates(pair?.[0], pair?.[1])}
      />
    </div>
  );
}
