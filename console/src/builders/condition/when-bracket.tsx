import { Segmented } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Did, TimeRange } from "@/api/condition-types";
import { Bracket } from "@/builders/bracket/bracket";
import { RangeEditor } from "@/builders/bracket/range-editor";
import { pointOf } from "./since";
import { SinceEditor } from "./since-editor";
import { whenWords } from "./words";

interface Props {
  within: Did["within"];
  onChange: (within: Did["within"]) => void;
}

function WhenEditor({ within, onChange, close }: Props & { close: () => void }) {
  const { t } = useTranslation();
  const own = pointOf(within) !== null;
  const [mode, setMode] = useState<"calendar" | "own">(own ? "own" : "calendar");
  return (
    <div className="stack" style={{ gap: 8 }}>
      <Segmented
        block
        size="small"
        value={mode}
        onChange={setMode}
        options={[
          { value: "calendar", label: t("rule.byCalendar") },
          { value: "own", label: t("rule.byEvent") },
        ]}
      />
      {mode === "own" ? (
        <SinceEditor within={within} onChange={onChange} />
      ) : (
        <RangeEditor
          always
          range={own ? undefined : (within as TimeRange | undefined)}
          onChange={onChange}
          close={close}
        />
      )}
    </div>
  );
}

/** When a behaviour counts: a stretch of the calendar, or one counted from an event of the person's own. */
export function WhenBracket({ within, onChange }: Props) {
  const { t } = useTranslation();
  const point = pointOf(within);
  return (
    <Bracket
      label={whenWords(within, t)}
      name={t("question.range")}
      empty={!within}
      wrong={point !== null && !point.event.event}
      width={380}
    >
      {(close) => <WhenEditor within={within} onChange={onChange} close={close} />}
    </Bracket>
  );
}
