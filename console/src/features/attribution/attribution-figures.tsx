import { useTranslation } from "react-i18next";
import type { AttributionQuery, AttributionResult, Who } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { Figure, PeopleFigure } from "@/builders/query/figure";
import { PeopleBefore } from "@/builders/query/people-before";
import { useFormat } from "@/lib/use-format";

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
  return (
    <div className="stats">
      {(["conversions", "value"] as const).map((of) => (
        <Figure
          key={of}
          label={t(`outcome.attribution.${of}`)}
          now={numbers[of]}
          before={previous?.[of]}
          say={of === "value" ? format.money : format.whole}
        />
      ))}
      <PeopleFigure
        label={t("outcome.attribution.converted")}
        now={numbers.people}
        before={previous?.people}
        behind={behind("converted")}
      />
      <Figure
        label={t("outcome.attribution.untouched")}
        hint={t("outcome.attribution.hint.untouched")}
        now={numbers.untouched}
        say={format.whole}
        also={
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
      />
      {numbers.pending === null ? null : (
        <PeopleFigure
          label={t("outcome.attribution.pending")}
          hint={t("outcome.attribution.hint.pending")}
          now={numbers.pending}
          behind={behind("pending")}
        />
      )}
    </div>
  );
}
