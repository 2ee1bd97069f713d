import { useTranslation } from "react-i18next";
import type { Import } from "@/api/imports";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";
import { rejectedTotal } from "./rejected-total";

const COUNTS = ["received", "accepted", "repaired", "duplicate"] as const;

/** What became of the rows; the parts add up to what was received. */
export function ImportNumbers({ answer }: { answer: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasons = Object.entries(answer.counts.rejected).map(([name, n]) => `${name} ${format.whole(n)}`);
  return (
    <div className="stats">
      {COUNTS.map((name) => (
        <Stat
          key={name}
          label={t(`data.imports.${name}`)}
          {...(name === "received" ? { hint: t("data.imports.balance") } : {})}
        >
          {format.whole(answer.counts[name])}
        </Stat>
      ))}
      <Stat label={t("data.imports.rejected")} below={reasons.join(" · ")}>
        {format.whole(rejectedTotal(answer))}
      </Stat>
    </div>
  );
}
