import { InputNumber } from "antd";
import { useTranslation } from "react-i18next";
import type { FieldProps } from "./facet-field";
import { boundsOf, percentOf, shareOf, withBound } from "./facet-words";
import { opWords } from "./words";

/** From a value on, and up to another where one is given; a share as people say it: 0.3 is 30 %. */
export function BoundsEditor({ field, body, onChange }: FieldProps) {
  const { t } = useTranslation();
  const isShare = field.type === "share";
  const bounds = boundsOf(field, body);
  return (
    <div className="stack" style={{ gap: 8 }}>
      {(["gte", "lt"] as const).map((end) => {
        const value = bounds[end] ?? null;
        const name = t(end === "gte" ? "rule.pickValue" : "rule.below");
        return (
          <InputNumber
            key={end}
            autoFocus={end === "gte"}
            style={{ width: "100%" }}
            prefix={opWords(end, t)}
            aria-label={name}
            placeholder={name}
            value={value !== null && isShare ? percentOf(value) : value}
            onChange={(next) =>
              onChange(withBound(field, body, end, next !== null && isShare ? shareOf(next) : next))
            }
            {...(isShare ? { min: 1, max: 100, suffix: "%" } : {})}
          />
        );
      })}
    </div>
  );
}
