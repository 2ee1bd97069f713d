import { useTranslation } from "react-i18next";
import type { TimeRange } from "@/api/condition-types";
import { rangeWords } from "@/builders/condition/words";
import { Bracket } from "./bracket";
import { RangeEditor } from "./range-editor";

interface Props {
  range: TimeRange | undefined;
  always?: boolean;
  /** What no range is called here. */
  none?: string;
  onChange: (range: TimeRange | undefined) => void;
}

/** When: the last n days, two dates, or (in a condition) at any time. */
export function RangeBracket({ range, always = false, none, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <Bracket label={!range && none ? none : rangeWords(range, t)} name={t("question.range")} empty={!range}>
      {(close) => <RangeEditor range={range} always={always} onChange={onChange} close={close} />}
    </Bracket>
  );
}
