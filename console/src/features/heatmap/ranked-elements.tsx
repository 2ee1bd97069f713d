import { useTranslation } from "react-i18next";
import type { HeatmapResult } from "@/api/query-types";
import { useFormat } from "@/lib/use-format";
import { elementName } from "./element-name";

interface Props {
  elements: HeatmapResult["elements"];
  clicks: number;
}

/** The elements by their clicks, numbered as they are in the picture. */
export function RankedElements({ elements, clicks }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(1, ...elements.map((each) => each.clicks));
  return (
    <ol className="heat-ranked">
      {elements.map((each, index) => (
        <li key={`${each.is_other} ${each.element ?? ""}`}>
          <span className="rank">{each.is_other ? "" : index + 1}</span>
          <span className="heat-element" title={each.element ?? ""}>
            {elementName(each, t)}
          </span>
          <span>
            {format.whole(each.clicks)} · {format.percent(clicks > 0 ? each.clicks / clicks : null)}
          </span>
          <span className="bar" style={{ width: `${(each.clicks / most) * 100}%` }} />
        </li>
      ))}
    </ol>
  );
}
