import { DatePicker } from "antd";
import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { Bracket } from "@/builders/bracket/bracket";
import { PickList } from "@/builders/bracket/pick-list";

interface Props {
  at: string | undefined;
  /** What it is called where no day is named. */
  none: string;
  onChange: (at: string | undefined) => void;
}

const AGO = [7, 30, 90, 180];
const NOT_NAMED = "";
const DATE = "YYYY-MM-DD";

/** The day at whose end people are counted. */
export function AsOfBracket({ at, none, onChange }: Props) {
  const { t } = useTranslation();
  const days = AGO.map((n) => ({
    value: dayjs().subtract(n, "day").format(DATE),
    label: t("question.asOf.ago", { n }),
  }));
  return (
    <Bracket
      label={at ? t("question.asOf.day", { day: at }) : none}
      name={t("question.asOf.name")}
      empty={!at}
      width={240}
    >
      {(close) => {
        const take = (day: string | undefined) => {
          onChange(day || undefined);
          close();
        };
        return (
          <div className="stack" style={{ gap: 8 }}>
            <PickList
              search={false}
              items={[{ value: NOT_NAMED, label: none }, ...days]}
              chosen={[at ?? NOT_NAMED]}
              name={t("question.asOf.name")}
              onPick={take}
            />
            <DatePicker
              aria-label={t("question.asOf.name")}
              getPopupContainer={(node) => node.parentElement ?? document.body}
              value={at ? dayjs(at) : null}
              maxDate={dayjs()}
              onChange={(day) => take(day?.format(DATE))}
            />
          </div>
        );
      }}
    </Bracket>
  );
}
