import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "@/lib/use-format";
import { Before } from "@/ui/before";

interface Props {
  now: number | null;
  before: number | null | undefined;
  /** The number of before as it is shown. */
  children: ReactNode;
}

/** In a cell of a group, what it was in the range compared with; nothing without a comparison. */
export function CellBefore({ now, before, children }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  if (before === null || before === undefined) return null;
  return (
    <div className="note">
      <Before name={t("question.compareBefore")} now={now} before={before} percent={format.percent}>
        {children}
      </Before>
    </div>
  );
}
