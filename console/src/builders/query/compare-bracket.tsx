import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import type { Compare } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";

interface Props {
  compare: Compare | undefined;
  onChange: (compare: Compare | undefined) => void;
}

const NOTHING = "–";
const CHOICES = ["previous", "year"] as const;
const DATE = "YYYY-MM-DD";

/** What the range is compared with: nothing, the time before it, last year, or two dates. */
export function CompareBracket({ compare, onChange }: Props) {
  const { t } = useTranslation();
  const own = typeof compare === "object" ? compare : null;
  const word = typeof compare === "string" ? compare : NOTHING;
  const items = [
    { value: NOTHING, label: t("question.compareNothing") },
    ...CHOICES.map((value) => ({ value: value as string, label: t(`question.compare.${value}`) })),
  ];
  const said = own
    ? t("question.compareDates", { ...own })
    : (items.find(({ value }) => value === word)?.label ?? word);
  return (
    <Bracket label={said} name={t("question.compareName")} empty={!compare} width={260}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <PickList
            search={false}
            items={items}
            chosen={own ? [] : [word]}
            name={t("question.compareName")}
            onPick={(next) => {
              onChange(CHOICES.find((each) => each === next));
              close();
            }}
          />
          <DatePicker.RangePicker
            aria-label={t("rule.fixedDates")}
            getPopupContainer={(node) => node.parentElement ?? document.body}
            value={own ? [dayjs(own.from), dayjs(own.to)] : null}
            onChange={(pair) => {
              const [from, to] = [pair?.[0]?.format(DATE), pair?.[1]?.format(DATE)];
              if (from && to) onChange({ from, to });
            }}
          />
        </div>
      )}
    </Bracket>
  );
}
