import { Input } from "antd";
import { useTranslation } from "react-i18next";
import type { Said } from "@/api/said";
import { useFormat } from "@/lib/use-format";

interface Named {
  value: string;
  label?: Said;
}
interface Props {
  named: Named;
  onChange: (named: Named) => void;
}

/** A value as definitions write it, and as this reader's language shows it. */
export function ValueName({ named, onChange }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const relabel = (said: string) => {
    const label = { zh: named.value, en: named.value, ...named.label, [language]: said || named.value };
    onChange({ ...named, label });
  };
  return (
    <>
      <Input
        style={{ width: 140 }}
        maxLength={200}
        value={named.value}
        status={named.value ? "" : "error"}
        aria-label={t("tag.value")}
        onChange={(event) => onChange({ ...named, value: event.target.value })}
      />
      <Input
        style={{ width: 160 }}
        maxLength={200}
        value={named.label?.[language] ?? ""}
        placeholder={t("tag.valueLabel")}
        aria-label={t("tag.valueLabel")}
        onChange={(event) => relabel(event.target.value)}
      />
    </>
  );
}
