import { Button, InputNumber } from "antd";
import type { FieldProps } from "./facet-field";
import { chosenIn, withoutField } from "./facet-words";
import { LengthInput } from "./length-input";
import { useSaid } from "./use-kinds";

const UNITS = ["d", "w"] as const;

/** A length of days or weeks, or a whole number; what may be left out can be put down again. */
export function AmountEditor({ field, body, onChange }: FieldProps) {
  const say = useSaid();
  const [chosen] = chosenIn(field, body);
  const shown = chosen ?? field.choices[0]?.value;
  const put = (value: string | number) => onChange({ ...body, [field.name]: value });
  return (
    <div className="stack" style={{ gap: 8 }}>
      {field.kind === "length" ? (
        <LengthInput name={say(field.label)} units={UNITS} length={shown ?? "1d"} onChange={put} />
      ) : (
        <InputNumber
          autoFocus
          min={1}
          precision={0}
          style={{ width: "100%" }}
          aria-label={say(field.label)}
          value={shown === undefined ? null : Number(shown)}
          onChange={(next) =>
            onChange(next === null ? withoutField(field, body) : { ...body, [field.name]: next })
          }
        />
      )}
      {chosen !== undefined && field.default ? (
        <Button size="small" type="text" onClick={() => onChange(withoutField(field, body))}>
          {say(field.default)}
        </Button>
      ) : null}
    </div>
  );
}
