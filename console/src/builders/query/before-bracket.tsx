import dayjs from "dayjs";
import { useTranslation } from "react-i18next";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";

const AGO = [7, 30, 60, 90, 180];
const NEVER = "";

interface Props {
  before: string | undefined;
  onChange: (before: string | undefined) => void;
}

/** The day that what is now is compared with. */
export function BeforeBracket({ before, onChange }: Props) {
  const { t } = useTranslation();
  const items = AGO.map((n) => ({
    value: dayjs().subtract(n, "day").format("YYYY-MM-DD"),
    label: t("lifecycle.rfm.ago", { n }),
  }));
  return (
    <ChoiceBracket
      name={t("lifecycle.rfm.before")}
      value={before ?? NEVER}
      items={[{ value: NEVER, label: t("lifecycle.rfm.noBefore") }, ...items]}
      onChange={(day) => onChange(day || undefined)}
    />
  );
}
