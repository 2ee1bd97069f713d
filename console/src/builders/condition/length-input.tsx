import { InputNumber, Select, Space } from "antd";
import { useTranslation } from "react-i18next";

interface Props {
  name: string;
  length: string;
  units?: readonly (typeof UNITS)[number][];
  onChange: (length: string) => void;
}

const UNITS = ["min", "h", "d", "w"] as const;
const PLURAL = 2;

/** A length of the clock: a number and its unit. */
export function LengthInput({ name, length, units = UNITS, onChange }: Props) {
  const { t } = useTranslation();
  const [, count = "7", unit = "d"] = /^(\d+)(\w+)$/.exec(length) ?? [];
  return (
    <Space.Compact>
      <InputNumber
        min={1}
        max={9999}
        precision={0}
        aria-label={name}
        value={Number(count)}
        style={{ width: 90 }}
        onChange={(next) => onChange(`${next ?? 1}${unit}`)}
      />
      <Select
        aria-label={t("rule.unitOf")}
        value={unit}
        style={{ width: 100 }}
        options={units.map((each) => ({
          value: each,
          label: t(`rule.length.${each}`, { n: PLURAL }).replace(String(PLURAL), "").trim(),
        }))}
        onChange={(next: string) => onChange(`${count}${next}`)}
        getPopupContainer={(node) => node.parentElement ?? document.body}
      />
    </Space.Compact>
  );
}
