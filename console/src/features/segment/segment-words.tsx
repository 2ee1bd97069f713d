import { useTranslation } from "react-i18next";
import { inLanguage } from "@/api/said";
import type { Segment } from "@/api/segments";
import { useFormat } from "@/lib/use-format";

/** What a segment is: its sentence, or that it is a list of people, and what was noted about it. */
export function SegmentWords({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { condition, sentence, description } = segment;
  const said = inLanguage(sentence, format.language);
  return (
    <>
      {said}
      {condition ? null : <div className="note">{t("segment.list")}</div>}
      {description ? <div className="note">{description}</div> : null}
    </>
  );
}
