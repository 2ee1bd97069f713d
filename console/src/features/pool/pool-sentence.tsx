import { useTranslation } from "react-i18next";
import type { LifecycleLine, LifecycleModel } from "@/api/lifecycle";
import type { Breakdown, PoolQuery } from "@/api/query-types";
import { inLanguage } from "@/api/said";
import { ChoiceBracket } from "@/builders/bracket/choice-bracket";
import { RangeBracket } from "@/builders/bracket/range-bracket";
import { BreakdownBracket } from "@/builders/query/breakdown-bracket";
import { CompareBracket } from "@/builders/query/compare-bracket";
import { ManyBracket } from "@/builders/query/many-bracket";
import { PeopleBracket } from "@/builders/query/people-bracket";
import { useFormat } from "@/lib/use-format";
import { Sentence } from "@/ui/sentence";

interface Props {
  query: PoolQuery;
  by: Breakdown[] | undefined;
  change: (next: Partial<PoolQuery>) => void;
  model: LifecycleModel;
  models: LifecycleLine[];
}

/** Whose pool it is, what is outside of it, and by what it is split. */
export function PoolSentence({ query, by, change, model, models }: Props) {
  const { t } = useTranslation();
  const { language } = useFormat();
  return (
    <Sentence
      text={t("pool.sentence")}
      slots={{
        model: (
          <ChoiceBracket
            name={t("pool.model")}
            items={models.map((each) => ({ value: each.model, label: each.title }))}
            value={query.model}
            label={model.title}
            onChange={(next) => change({ model: next, lost: undefined as never })}
          />
        ),
        lost: (
          <ManyBracket
            name={t("pool.lost")}
            none={t("pool.noneLost")}
            chosen={query.lost ?? []}
            choices={model.stages.map((each) => ({
              value: each.name,
              label: inLanguage(each.label, language),
            }))}
            onChange={(lost) => change({ lost })}
          />
        ),
        people: (
          <PeopleBracket people={query.people} onChange={(people) => change({ people: people as never })} />
        ),
        range: <RangeBracket range={query.range} onChange={(range) => range && change({ range })} />,
        by: <BreakdownBracket most={1} by={by} onChange={(next) => change({ by: next ?? [] })} />,
        compare: (
          <CompareBracket
            compare={query.compare}
            onChange={(compare) => change({ compare: compare as never })}
          />
        ),
      }}
    />
  );
}
