import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useTranslation } from "react-i18next";
import { intakeQuery } from "@/api/imports";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { Page } from "@/ui/page";
import { Stat } from "@/ui/stat";
import { IntakeTable } from "./intake-table";

const RANGES = ["7d", "30d", "90d"];
const OUTCOMES = ["received", "accepted", "repaired", "duplicate", "rejected"] as const;

/** What came in, and what became of it. */
export function IntakePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const [last, setLast] = useAddressState("last", "30d");
  const counts = useQuery({ ...intakeQuery(project, last), placeholderData: keepPreviousData });
  const tools = (
    <Segmented
      value={last}
      onChange={setLast}
      options={RANGES.map((value) => ({
        value,
        label: t("overview.range", { n: Number.parseInt(value, 10) }),
      }))}
    />
  );
  return (
    <Page title={t("data.intake.title")} about={t("data.intake.about")} tools={tools}>
      <Loaded asked={counts}>
        {(answer) =>
          answer.received === 0 && answer.waiting_bytes === 0 ? (
            <FirstStep title={t("data.intake.none")}>{t("data.intake.noneHint")}</FirstStep>
          ) : (
            <div className="stack">
              <div className="stats">
                {OUTCOMES.map((name) => (
                  <Stat key={name} label={t(`data.intake.outcomes.${name}`)}>
                    <span title={format.whole(answer[name])}>{format.compact(answer[name])}</span>
                  </Stat>
                ))}
                <Stat label={t("data.intake.waiting")}>
                  {format.compact(Math.ceil(answer.waiting_bytes / 1024))} KiB
                </Stat>
              </div>
              <IntakeTable counts={answer.counts} />
            </div>
          )
        }
      </Loaded>
    </Page>
  );
}
