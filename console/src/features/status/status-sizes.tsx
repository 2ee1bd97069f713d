import { useTranslation } from "react-i18next";
import type { StatusQuery, StatusResult } from "@/api/query-types";
import { PeopleNumber } from "@/builders/people-drawer/people-number";
import { PeopleBefore } from "@/builders/query/people-before";
import { Stat } from "@/ui/stat";

const PARTS = ["active", "new", "kept", "returned", "churned", "silent"] as const;

/** The whole range against the one before: how many people are in each status, and in the range compared with. */
export function StatusSizes({ query, result }: { query: StatusQuery; result: StatusResult }) {
  const { t } = useTranslation();
  const sizeOf = (numbers: Pick<StatusResult, "active" | "stages">, part: (typeof PARTS)[number]) =>
    part === "active" ? numbers.active : (numbers.stages.find((each) => each.stage === part)?.people ?? null);
  return (
    <div className="stats">
      {PARTS.map((part) => {
        const name = t(`status.part.${part}`);
        const behind = { title: name, source: { kind: "query" as const, query, who: { stage: part } } };
        const now = sizeOf(result, part);
        return (
          <Stat
            key={part}
            label={name}
            hint={t(`status.ask.hint.${part}`)}
            below={
              result.previous ? (
                <PeopleBefore now={now} before={sizeOf(result.previous, part)} behind={behind} />
              ) : null
            }
          >
            <PeopleNumber value={now} behind={behind} />
          </Stat>
        );
      })}
    </div>
  );
}
