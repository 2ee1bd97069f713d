import { Select } from "antd";
import { useTranslation } from "react-i18next";
import type { Segment } from "@/api/segments";
import { Bracket } from "@/builders/bracket/bracket";

interface Props {
  segments: Segment[];
  chosen: string[];
  onChange: (names: string[]) => void;
}

const MOST = 8;

/** Which segments, two to eight of them. */
export function SegmentsBracket({ segments, chosen, onChange }: Props) {
  const { t } = useTranslation();
  const name = t("analysis.overlap.choose");
  return (
    <Bracket label={chosen.join(" · ") || name} name={name} wrong={chosen.length < 2} width={420}>
      {() => (
        <Select
          mode="multiple"
          autoFocus
          aria-label={name}
          style={{ width: "100%" }}
          maxCount={MOST}
          value={chosen}
          options={segments.map((each) => ({ value: each.name, label: each.name }))}
          onChange={onChange}
          getPopupContainer={(node) => node.parentElement ?? document.body}
        />
      )}
    </Bracket>
  );
}
