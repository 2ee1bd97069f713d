import { useTranslation } from "react-i18next";
import type { Quality } from "@/api/quality";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

const OUTCOMES = ["received", "accepted", "repaired", "duplicate", "rejected", "warned"] as const;

/** All groups together. */
export function QualityStats({ quality }: { quality: Quality }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="stats">
      {OUTCOMES.map((name) => {
        const sum = quality.totals.reduce((total, each) => total + each[name], 0);
        return (
          <Stat key={name} label={t(`watch.outcome.${name}`)}>
            <span title={format.whole(sum)}>{format.compact(sum)}</span>
          </Stat>
        );
      })}
      <Stat label={t("watch.quality.waiting")}>
        {format.compact(Math.ceil(quality.waiting_bytes / 1024))} KiB
      </Stat>
    </div>
  );
}
