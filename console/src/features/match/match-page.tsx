import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type MatchState, matchesQuery } from "@/api/matches";
import { useProject } from "@/lib/project-context";
import { useAddressState } from "@/lib/use-address-state";
import { useFormat } from "@/lib/use-format";
import { useMay } from "@/lib/use-may";
import { Choice } from "@/ui/choice";
import { FirstStep } from "@/ui/first-step";
import { Loaded } from "@/ui/loaded";
import { MoreRows } from "@/ui/more-rows";
import { Page } from "@/ui/page";
import { LastRun } from "./last-run";
import { MatchBench } from "./match-bench";
import { MatchRulesButton } from "./match-rules-button";
import { StartSearch } from "./start-search";

const STATES: MatchState[] = ["open", "accepted", "rejected", "undone"];

/** People who may be one person: what speaks for it, and a decision. */
export function MatchPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const { project } = useProject();
  const may = useMay();
  const [state, setState] = useAddressState<MatchState>("state", "open");
  const asked = useInfiniteQuery(matchesQuery(project, state));
  const counts = asked.data?.pages[0]?.counts;
  const start = may("operator") ? <StartSearch /> : null;
  const tools = (
    <>
      <MatchRulesButton />
      {start}
    </>
  );
  return (
    <Page title={t("match.title")} about={t("match.about")} tools={tools}>
      <LastRun />
      <Choice
        label={t("common.status")}
        value={state}
        of={STATES}
        say={(each) => `${t(`match.states.${each}`)}${counts ? ` ${format.whole(counts[each])}` : ""}`}
        onChange={setState}
      />
      <Loaded asked={asked} rows={8}>
        {({ pages }) => {
          const matches = pages.flatMap((page) => page.matches);
          if (matches.length === 0) {
            return state === "open" ? (
              <FirstStep title={t("match.none")} action={start}>
                {t("match.noneHint")}
              </FirstStep>
            ) : (
              <FirstStep title={t("match.noneOf")}>{t("match.noneOfHint")}</FirstStep>
            );
          }
          return (
            <div className="stack">
              <MatchBench matches={matches} />
              <MoreRows asked={asked} />
            </div>
          );
        }}
      </Loaded>
    </Page>
  );
}
