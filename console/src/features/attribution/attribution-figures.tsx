import { useTranslation } from "react-i18next";
import type { AttributionQuery, AttributionResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";
import { Stat } from "@/ui/stat";

interface Props {
  query: AttributionQuery;
  numbers: Omit<AttributionResult, "model" | "groups">;
  /** Which group the numbers are of; nothing for everybody. */
  group: Who;
}

/** The key figures: conversions, their worth, whose they are, and those no touch came before. */
export function AttributionFigures({ query, numbers, group }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const behind = (of: "converted" | "untouched" | "pending") => ({
    title: t(`outcome.attribution.${of}`),
    source: { kind: "query" as const, query, who: { of, ...group } },
  });
  const { previous } = numbers;
  const was = (value: string) => (previous ? t("question.compareWas", { value }) : null);
  return (
    <div className="stats">
      <Stat
        label={t("outcome.attribution.conversions")}
        below={was(format.whole(previous?.conversions ?? 0))}
      >
        {format.whole(numbers.conversions)}
      </Stat>
      <Stat label={t("outcome.attribution.value")} below={was(format.money(previous?.value ?? null))}>
        <span title={format.whole(numbers.value)}>{format.money(numbers.value)}</span>
      </Stat>
      <Stat
        label={t("outcome.attribution.converted")}
        below={
          previous ? (
            <PeopleBefore now={numbers.people} before={previous.people} behind={behind("converted")} />
          ) : null
        }
      >
        <PeopleNumber value={numbers.people} behind={behind("converted")} />
      </Stat>
      <Stat
        label={t("outcome.attribution.untouched")}
        hint={t("outcome.attribution.hint.untouched")}
        below={
          <>
            {t("analysis.people")}{" "}
            <PeopleNumber value={numbers.untouched_people} behind={behind("untouched")} />
            <PeopleBefore
              now={numbers.untouched_people}
              before={previous?.untouched_people}
              behind={behind("untouched")}
            />
          </>
        }
      >
        {format.whole(numbers.untouched)}
      </Stat>
      {numbers.pending === null ? null : (
        <Stat label={t("outcome.attribution.pending")} hint={t("outcome.attribution.hint.pending")}>
          <PeopleNumber value={numbers.pending} behind={behind("pending")} />
        </Stat>
      )}
    </div>
  );
}
