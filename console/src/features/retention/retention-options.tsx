import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RetentionQuery } from "@/api/query-types";
import { Bracket } from "@/builders/bracket/bracket";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { PropertyBracket } from "@/builders/query/property-bracket";
import { readBrackets, writeBrackets } from "./brackets";

type Change = (next: { [Key in keyof RetentionQuery]?: RetentionQuery[Key] | undefined }) => void;
interface Props {
  query: RetentionQuery;
  change: Change;
}

const MODES = ["on", "on_or_after", "bracket"] as const;
const COUNTS = ["4", "6", "7", "8", "12", "14", "24", "30"];
const FIRST_BRACKETS: [number, number][] = [
  [0, 0],
  [1, 3],
  [4, 7],
];
const FIRST_COUNT = 7;

/** In the period itself, in it or later, or in brackets of periods. */
export function ReturnBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const choose = (next: string) => {
    const mode = MODES.find((each) => each === next) ?? "on";
    change(
      mode === "bracket"
        ? { mode, brackets: query.brackets ?? FIRST_BRACKETS, periods: undefined }
        : { mode, brackets: undefined, periods: query.periods ?? FIRST_COUNT },
    );
  };
  return (
    <ChoiceBracket
      width={240}
      name={t("question.retention.modeName")}
      items={MODES.map((value) => ({ value, label: t(`question.retention.mode.${value}`) }))}
      value={query.mode ?? "on"}
      onChange={choose}
    />
  );
}

/** How many periods, or which brackets of them. */
export function PeriodsBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(writeBrackets(query.brackets ?? FIRST_BRACKETS));
  const n = query.periods ?? FIRST_COUNT;
  if (query.mode !== "bracket") {
    return (
      <ChoiceBracket
        name={t("question.retention.periods", { n: "" })}
        items={COUNTS.map((value) => ({ value, label: t("question.retention.periods", { n: value }) }))}
        value={String(n)}
        label={t("question.retention.periods", { n })}
        onChange={(value) => change({ periods: Number(value) })}
      />
    );
  }
  return (
    <Bracket label={writeBrackets(query.brackets ?? [])} name={t("question.retention.brackets")} width={300}>
      {(close) => (
        <div className="stack" style={{ gap: 8 }}>
          <Input
            autoFocus
            aria-label={t("question.retention.brackets")}
            value={text}
            status={readBrackets(text) ? "" : "error"}
            onPressEnter={close}
            onChange={({ target }) => {
              setText(target.value);
              const brackets = readBrackets(target.value);
              if (brackets) change({ brackets });
            }}
          />
          <span className="note">{t("question.retention.brackets")}</span>
        </div>
      )}
    </Bracket>
  );
}

/** People, or a number of theirs that is summed. */
export function ValueBracket({ query, change }: Props) {
  const { t } = useTranslation();
  return (
    <PropertyBracket
      numbers
      property={query.value?.sum}
      name={t("question.retention.valueName")}
      none={t("question.retention.valuePeople")}
      onChange={(sum) => change({ value: sum ? { sum } : undefined })}
    />
  );
}

/** Days of the calendar, or so many hours after the start; months are of the calendar. */
export function ClockBracket({ query, change }: Props) {
  const { t } = useTranslation();
  const choices = query.per === "month" ? (["calendar"] as const) : (["calendar", "elapsed"] as const);
  return (
    <ChoiceBracket
      width={240}
      name={t("question.retention.clockName")}
      items={choices.map((value) => ({ value, label: t(`question.retention.clock.${value}`) }))}
      value={query.clock ?? "calendar"}
      onChange={(next) => change({ clock: next === "elapsed" ? "elapsed" : undefined })}
    />
  );
}
